// The sandbox that a file of tests talks to: the one that LOCKSTEP_SANDBOX describes (its JSON line), else one of its own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { after } from 'node:test';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const COMMAND = fileURLToPath(new URL('../../../../scripts/sandbox', import.meta.url));

/** Starts or finds a sandbox that holds the small company. One of its own ends with the file's tests. */
export async function startSandbox() {
  if (process.env.LOCKSTEP_SANDBOX) return new Sandbox(JSON.parse(process.env.LOCKSTEP_SANDBOX));
  const child = spawn(COMMAND, ['--port-base', '0', '--company', 'small', '--seed', '1'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  after(async () => {
    child.kill();
    if (child.exitCode === null) await once(child, 'exit');
  });
  for await (const line of createInterface({ input: child.stdout })) return new Sandbox(JSON.parse(line));
  throw new Error('the sandbox ended before it was ready');
}

export class Sandbox {
  /** @param ready the JSON line of scripts/sandbox */
  constructor({ control, credentials, ...urls }) {
    this.controlUrl = control;
    this.urls = urls;
    this.credentials = credentials;
  }

  /** One call of the control service; answers its body, undefined where there is none. */
  async control(method, path, body) {
    const answer = await fetch(this.controlUrl + path, {
      method,
      headers: { 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  }

  /** Replaces all that the services hold; the credentials become the new ones. */
  async seed(request) {
    this.credentials = (await this.control('POST', '/seed', { company: 'small', seed: 1, ...request })).credentials;
  }
}
