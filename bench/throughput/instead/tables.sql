CREATE TABLE instead_case (
  id serial PRIMARY KEY, area text NOT NULL, status text NOT NULL, version int NOT NULL, requesting text NOT NULL,
  responding text NOT NULL, opened_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP);
CREATE TABLE instead_event (
  case_id int NOT NULL REFERENCES instead_case ON UPDATE CASCADE ON DELETE RESTRICT, seq int NOT NULL, type text NOT NULL,
  by text NOT NULL, at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP, data jsonb NOT NULL, PRIMARY KEY (case_id, seq));
CREATE TABLE instead_message (
  system text NOT NULL, id text NOT NULL, digest text NOT NULL, received_at timestamptz(3) NOT NULL, faults text[],
  case_id int, seq int, PRIMARY KEY (system, id));
