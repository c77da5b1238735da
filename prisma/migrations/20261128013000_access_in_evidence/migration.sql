-- Who has looked stands in the evidence of the case from now on, where no row can be taken away unnoticed. What was recorded
-- here in the meantime is kept nowhere else: no installation for real exchanges has had this table.
DROP TABLE "access";
