-- "mail_once" begins with the number of the case, and finds by it as well.
DROP INDEX "mail_case_number_idx";
