// The checks of Apex that need other programs: formatting, types (apex-ls) and rules (PMD).
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import prettier from 'prettier';
import * as apexPlugin from 'prettier-plugin-apex';
import { filesBelow } from './metadata.mjs';

const run = promisify(execFile);
const here = path.dirname(fileURLToPath(import.meta.url));
const lib = (name) => path.join(here, '..', 'apex', 'target', name, '*');
const java = process.env.JAVA_HOME ? path.join(process.env.JAVA_HOME, 'bin', 'java') : 'java';
const apexFiles = (root) => filesBelow(path.join(root, 'force-app')).filter((name) => /\.(cls|trigger)$/.test(name));

const style = { plugins: [apexPlugin], parser: 'apex', apexStandaloneParser: 'native', printWidth: 120, tabWidth: 2 };

export async function checkFormat(root, faults) {
  for (const file of apexFiles(root)) {
    const at = path.relative(root, file);
    try {
      if (!(await prettier.check(await readFile(file, 'utf8'), style))) faults.push(`${at}: not formatted; run scripts/package --format`);
    } catch (error) {
      faults.push(`${at}: ${error.message.split('\n')[0]}`);
    }
  }
}

export async function format(root, write) {
  for (const file of apexFiles(root)) await write(file, await prettier.format(await readFile(file, 'utf8'), style));
}

/** What apex-ls says of the project in a folder, one line each. */
async function typeFaults(folder) {
  const args = ['-cp', lib('types'), 'io.github.apexdevtools.apexls.CheckForIssues', '--workspace', folder, '--detail', 'warnings', '--nocache', '--format', 'json'];
  const { stdout } = await run(java, args, { maxBuffer: 1 << 26 }).catch((error) => {
    if (error.stdout) return error;
    throw new Error(`apex-ls did not run: ${error.stderr || error.message}`);
  });
  if (!stdout.trim()) return [];
  return JSON.parse(stdout).files.flatMap((file) =>
    file.messages.map((issue) => `${path.relative(folder, file.path)}:${issue.start.line}: ${issue.message}`)
  );
}

/**
 * Once as it is; and once without our own fields on standard objects, because apex-ls believes every field name on a standard
 * object that a project extends. In the second run our own fields are unknown of course, and nothing else may be.
 */
export async function checkTypesOfApex(root, fields, faults) {
  const bare = await mkdtemp(path.join(tmpdir(), 'lockstep-apex-'));
  try {
    const standard = [...fields.keys()].filter((object) => !/__\w+$/.test(object));
    const extended = (source) => standard.some((object) => source.endsWith(`/objects/${object}`));
    await cp(path.join(root, 'force-app'), path.join(bare, 'force-app'), { recursive: true, filter: (source) => !extended(source) });
    await cp(path.join(root, 'sfdx-project.json'), path.join(bare, 'sfdx-project.json'));
    const [whole, without] = await Promise.all([typeFaults(root), typeFaults(bare)]);
    const own = new Set(standard.flatMap((object) => [...fields.get(object).keys()]));
    const expected = (text) => {
      const name = /Unknown field(?: or type)? '(\w+)'/.exec(text)?.[1];
      return name !== undefined && own.has(name);
    };
    faults.push(...new Set([...whole, ...without.filter((text) => !expected(text))]));
  } finally {
    await rm(bare, { recursive: true });
  }
}

export async function checkRules(root, faults) {
  const args = ['-cp', lib('rules'), 'net.sourceforge.pmd.cli.PmdCli', 'check', '-d', path.join(root, 'force-app'), '-R', path.join(here, 'pmd-apex.xml'), '-f', 'text', '--no-cache', '--no-progress', '--relativize-paths-with', root];
  const { stdout } = await run(java, args, { maxBuffer: 1 << 26 }).catch((error) => {
    // 4: violations; 5: a file could not be read.
    if (error.code === 4 || error.code === 5) return error;
    throw new Error(`PMD did not run: ${error.stderr || error.message}`);
  });
  faults.push(...stdout.split('\n').filter(Boolean));
}
