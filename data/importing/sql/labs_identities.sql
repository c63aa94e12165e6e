-- One number a result that counts; rows of the same result share it.
SELECT identity FROM labs_judged WHERE verdict = 0
