// Reads the reports of the test projects (Common Test Report Format), and ends with the one line that is counted.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2];
const names = existsSync(join(folder, 'projects')) ? readFileSync(join(folder, 'projects'), 'utf8').split('\n').filter(Boolean) : [];
const sum = { passed: 0, failed: 0, skipped: 0 };

for (const name of names) {
  const count = { passed: 0, failed: 0, skipped: 0 };
  const tests = read(name);
  for (const test of tests) {
    // What runs only when it is asked for by name is run by another test, in a process of its own, and counts there.
    if (test.status === 'pending') {
      continue;
    }
    const status = test.status === 'passed' ? 'passed' : test.status === 'skipped' ? 'skipped' : 'failed';
    count[status]++;
    if (status === 'failed') {
      console.log(`FAILED  ${shown(test.name)}\n${indent(test.message)}\n${indent(test.trace)}`);
    } else if (status === 'skipped') {
      console.log(`SKIPPED ${shown(test.name)}: ${test.extra?.reason ?? test.message ?? 'no reason given'}`);
    }
  }
  for (const status of Object.keys(sum)) {
    sum[status] += count[status];
  }
  console.log(`${name}: ${line(count)}`);
}

console.log('');
console.log(line(sum));
process.exitCode = sum.failed > 0 || sum.passed + sum.failed === 0 ? 1 : 0;

// A project without a readable report crashed: that is one failure, named after the project.
function read(name) {
  try {
    return JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')).results.tests;
  } catch (error) {
    return [{ name, status: 'failed', message: `${name} ended without a report (${error.message}). Its output is in ${join(folder, `${name}.log`)}.` }];
  }
}

function line({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

// xunit writes texts among the arguments with their quotes escaped.
function shown(name) {
  return name.replaceAll('\\"', '"');
}

function indent(text) {
  return (text ?? '').split(/\r?\n/).map(each => `        ${each}`).join('\n').trimEnd();
}
