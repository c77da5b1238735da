import { startTrainingAuthority } from '../training-seal.ts';

/** The training authority in a process of its own, for measurements that must not pay for its work: ends with its parent. */
export type AuthorityMessage = {
  readonly p12: string;
  readonly root: string;
  readonly tsaUrl: string;
};

const { seal, tsaUrl, close } = await startTrainingAuthority({ key: 'ec', passphrase: 'training' });
process.send?.({
  p12: Buffer.from(seal.p12).toString('base64'),
  root: Buffer.from(seal.root).toString('base64'),
  tsaUrl,
} satisfies AuthorityMessage);
process.once('disconnect', () => void close());
