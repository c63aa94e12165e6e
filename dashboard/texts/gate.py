"""What the door says in plain text to a browser that it does not let in."""

NOT_SERVED = "This address is not served here."
OTHER_SITE = "This request comes from another site."
NO_KEY = (
    "Open the newest address that Troughline printed where it was started. Each address works once, "
    "for one browser, for twelve hours."
)
TOO_LARGE = "The file is larger than the upload limit."
