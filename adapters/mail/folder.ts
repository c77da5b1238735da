import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { isHubFault } from '../../hub/faults.ts';
import type { Post } from '../../hub/ports/surroundings.ts';
import { mailFault } from './faults.ts';
import { messageOf } from './message.ts';

/** For training: each e-mail a file of its own (RFC 5322), under its id; sent again it is the same file. */
export function folderPost(folder: string, from: string): Post {
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
  return {
    async send(letter) {
      try {
        const { message } = await transport.sendMail(messageOf(letter, from));
        await mkdir(folder, { recursive: true });
        const unfinished = join(folder, `.${letter.id}`);
        await writeFile(unfinished, message);
        await rename(unfinished, join(folder, `${letter.id}.eml`));
      } catch (error) {
        throw isHubFault(error) ? error : mailFault(error);
      }
    },
  };
}
