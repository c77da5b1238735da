import { echo } from '../../domain/testing/echo/index.ts';
import { hail } from '../../domain/testing/hail/index.ts';
import { WORKFLOWS } from '../../domain/workflows.ts';
import { makeCatalogue } from '../../schemas/catalogue.ts';

/** A hub with two workflows more, one of them outside all areas: all that adding one takes. */
export const WITH_ECHO = makeCatalogue([...WORKFLOWS, echo, hail]);
