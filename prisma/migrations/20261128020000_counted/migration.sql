-- Cases of a period, by when they were sent: each question of the statistics would else go through every case there ever was.
-- Instants are compared as text, in which they are ordered alike.
CREATE INDEX "case_file_counted" ON "case_file"("workflow", ("measured"->>'sent')) WHERE "measured" IS NOT NULL;
