import { echo } from '../../domain/testing/echo/index.ts';
import { WORKFLOWS } from '../../domain/workflows.ts';
import { makeCatalogue } from '../../schemas/catalogue.ts';

/** A hub with a second workflow: all that adding one takes. */
export const WITH_ECHO = makeCatalogue([...WORKFLOWS, echo]);
