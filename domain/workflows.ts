import type { Workflow } from './case/workflow.ts';
import { request } from './request/index.ts';

/** Every workflow of the hub. A new one is a folder of its own and a line here. */
export const WORKFLOWS: readonly Workflow[] = [request];
