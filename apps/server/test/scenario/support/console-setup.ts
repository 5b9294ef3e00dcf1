import type { TestProject } from 'vitest/node';
import { hasChromium } from '../../../../console/test/support/browser.ts';
import { built } from '../../../../console/test/support/build.ts';
import { makeDataDir, type Service, startService } from './service.ts';

/** One service for all browser tests of a run, with its console built. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  if (!hasChromium) return undefined;
  await built();
  const data = await makeDataDir();
  let service: Service | undefined;
  const stop = async () => {
    await service?.stop();
    await data.remove();
  };
  try {
    const ports = { RTP_PORTS: '12000-12999', SANDBOX_RTP_PORTS: '13000-13999' };
    service = await startService(data.dataDir, { ...ports, CONSOLE: 'on', LOG_LEVEL: 'warn' });
  } catch (error) {
    await stop();
    throw error;
  }
  project.provide('console', { facts: service.facts, dataDir: data.dataDir });
  return stop;
}
