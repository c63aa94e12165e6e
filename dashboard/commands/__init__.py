"""One small module a console command: options(parser) and run(arguments) -> exit status."""
