"""Texts of a clinic's first day: nobody is on record yet."""

LEAD = "Nobody is on record yet. Three steps to the first weekly list:"
STEPS = """
1. **Upload** the patients, their transplants and doses, then laboratory results and symptoms. A laboratory's own export
   will do: unknown columns are asked for, nothing is stored before you confirm, and each import can be taken back.
   The Upload page has an example file of each kind.
2. **Confirm the limits.** Trough targets and the intervals after which a value is overdue are defaults: look at them under
   *Rules and evidence* and lay your own over them.
3. **Open the weekly review.** Pains that patients tell are noted on *Record*, also on the phone.

To look around first, `troughline demo` opens a simulated clinic in a store of its own.
"""
TO_UPLOAD = "Upload the first files"
TO_LIMITS = "Look at the limits"
