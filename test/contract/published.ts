import { schemaFolder } from '../../gateway/schema-folder.ts';
import { CATALOGUE, type Catalogue } from '../../schemas/catalogue.ts';
import type { Folder } from './judges.ts';

/** The schemas as they are published. */
export function publishedFolder({ types }: Pick<Catalogue, 'types'> = CATALOGUE): Folder {
  return Object.fromEntries([...schemaFolder(types)].map(([name, file]) => [name, file.text()]));
}
