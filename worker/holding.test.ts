import { expect, test } from 'vitest';
import { lookout } from './holding.ts';

/** A broker that holds something since the beginning, and a store that answers or not. */
function openScene() {
  const scene = { now: 0, stuck: 0 as number | undefined, isReady: false, did: [] as string[] };
  const look = lookout({
    broker: {
      stuckSince: () => scene.stuck,
      release: () => Promise.resolve(void scene.did.push('release')),
      resume: () => void scene.did.push('resume'),
    },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    holdMs: 30_000,
    ready: () => Promise.resolve(scene.isReady),
    now: () => scene.now,
  });
  return {
    ...scene,
    scene,
    async lookAt(seconds: number) {
      scene.now = seconds * 1000;
      await look();
      return scene.did.splice(0);
    },
  };
}

test('what is held for a while goes on being held', async () => {
  const { lookAt } = openScene();
  expect(await lookAt(29)).toEqual([]);
});

test('what is held too long goes back once, and is taken again when the store answers', async () => {
  const { scene, lookAt } = openScene();
  expect(await lookAt(31)).toEqual(['release']);
  scene.stuck = undefined;
  expect(await lookAt(3600)).toEqual([]);
  scene.isReady = true;
  expect(await lookAt(3601)).toEqual(['resume']);
  expect(await lookAt(3602)).toEqual([]);
});

test('where the store answers and still nothing gets on, it is tried later and later', async () => {
  const { scene, lookAt } = openScene();
  scene.isReady = true;
  expect(await lookAt(31)).toEqual(['release']);
  expect(await lookAt(32)).toEqual([]);
  expect(await lookAt(33)).toEqual(['resume']);
  scene.stuck = 33_000;
  expect(await lookAt(64)).toEqual(['release']);
  expect(await lookAt(67)).toEqual([]);
  expect(await lookAt(68)).toEqual(['resume']);
});
