// Ways to sign in to the simulated Microsoft 365, and the Graph client on top of it.
import { createServer } from 'node:http';
import { once } from 'node:events';
import { Client, HTTPMessageHandler, RedirectHandler, RetryHandler, RetryHandlerOptions, TelemetryHandler } from '@microsoft/microsoft-graph-client';

const graph = (box) => box.credentials.microsoft;

/** One call of the token endpoint; answers the body of a success, throws an error with the body of a refusal. */
export async function requestToken(box, form, tokenUrl = graph(box).tokenUrl) {
  const answer = await fetch(tokenUrl, { method: 'POST', body: new URLSearchParams(form) });
  const body = await answer.json();
  if (!answer.ok) throw Object.assign(new Error(body.error_description), { status: answer.status, body });
  return body;
}

const app = (box) => ({ client_id: graph(box).app.clientId, client_secret: graph(box).app.clientSecret });

/** A token of the application itself. */
export const appToken = (box) =>
  requestToken(box, { ...app(box), grant_type: 'client_credentials', scope: 'https://graph.microsoft.com/.default' }).then((t) => t.access_token);

/** A token of a person, by the refresh token that the sandbox hands out. */
export const personToken = (box, name) =>
  requestToken(box, { ...app(box), grant_type: 'refresh_token', refresh_token: graph(box).refreshTokens[name], scope: 'offline_access Calendars.ReadWrite Contacts.ReadWrite MailboxSettings.ReadWrite User.Read' }).then((t) => t.access_token);

/** Adds the token. The client's own handler sends one to https only, and the sandbox has no certificate. */
class Bearer {
  constructor(token) {
    this.token = token;
  }
  async execute(context) {
    context.options.headers = { ...context.options.headers, Authorization: `Bearer ${this.token}` };
    return this.next.execute(context);
  }
  setNext(next) {
    this.next = next;
  }
}

/** The Graph client with its own chain of handlers; `retries` = how often it may repeat a throttled call. */
export function clientOf(box, token, { retries = 0 } = {}) {
  const chain = [new Bearer(token), new RetryHandler(new RetryHandlerOptions(0.01, retries)), new RedirectHandler(), new TelemetryHandler(), new HTTPMessageHandler()];
  chain.forEach((handler, i) => i + 1 < chain.length && handler.setNext?.(chain[i + 1]));
  return Client.initWithMiddleware({ middleware: chain[0], baseUrl: `${graph(box).graphUrl}/`, defaultVersion: 'v1.0', customHosts: new Set(['127.0.0.1']) });
}

/** The address of a person. */
export async function emailOf(box, name) {
  const { people } = await box.control('GET', '/people');
  return people.find((p) => p.name === name).email;
}

/** A matcher for assert.rejects: status and code of a GraphError. */
export const refused = (status, code, text) => (error) => {
  if (error.statusCode !== status || (code !== undefined && error.code !== code) || (text !== undefined && !error.message.includes(text))) {
    throw new Error(`expected ${status} ${code} "${text ?? ''}", not ${error.statusCode} ${error.code} "${error.message}"`, { cause: error });
  }
  return true;
};

/** A web server on the loopback that passes the handshake and keeps the notifications it gets. */
export async function receiver({ handshake = true } = {}) {
  const received = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => (body += part));
    request.on('end', () => {
      const token = new URL(request.url, 'http://localhost').searchParams.get('validationToken');
      if (token !== null) {
        response.writeHead(handshake ? 200 : 403, { 'content-type': 'text/plain' }).end(handshake ? token : '');
        return;
      }
      received.push(...JSON.parse(body).value);
      response.writeHead(202).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}/hook`,
    received,
    close: () => server.close(),
    /** Waits until a notification fits; fails after ten seconds. */
    async until(fits) {
      const end = Date.now() + 10_000;
      for (;;) {
        const found = received.find(fits);
        if (found) return found;
        if (Date.now() > end) throw new Error(`no such notification among ${JSON.stringify(received)}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
  };
}
