// A reporter of Node's test runner: one line of JSON for each test that ended.
export default async function* events(source) {
  for await (const { type, data } of source) {
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    const { name, file, nesting, skip, todo, details } = data;
    const cause = details.error?.cause ?? details.error;
    const error = type === 'test:fail' ? (cause?.stack ?? String(cause)) : null;
    yield `${JSON.stringify({ name, file, nesting, left: (skip ?? todo) !== undefined, error })}\n`;
  }
}
