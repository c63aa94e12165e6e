-- One number a result that counts, or that a row speaks of which cannot be read; rows of the same result share it.
SELECT identity FROM labs_judged WHERE verdict IN (0, 24)
