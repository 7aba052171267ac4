import { accessSync, constants, existsSync, readdirSync, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { run } from './process.mjs'

const CHROMIUM = {
  name: 'Chromium',
  variable: 'CHROMIUM_PATH',
  binaries: ['chromium', 'chromium-browser', 'google-chrome'],
  debianPackage: 'chromium',
  projects: ['browser'],
}

const REDIS = {
  name: 'Redis',
  variable: 'REDIS_SERVER_PATH',
  binaries: ['redis-server', 'valkey-server'],
  debianPackage: 'redis-server',
  projects: ['redis', 'soak'],
  examples: ['scale-out'],
}

/** Debian keeps the server of each version in a folder of its own, and none of them on PATH. */
const POSTGRES_FOLDER = '/usr/lib/postgresql'

const POSTGRES = {
  name: 'Postgres',
  variable: 'POSTGRES_PATH',
  binaries: ['postgres'],
  folders: () =>
    (existsSync(POSTGRES_FOLDER) ? readdirSync(POSTGRES_FOLDER) : [])
      .sort((a, b) => Number(b) - Number(a))
      .map((version) => join(POSTGRES_FOLDER, version, 'bin')),
  debianPackage: 'postgresql',
  projects: ['postgres', 'soak'],
}

/** What tests need beyond npm: where it may be found, how Debian calls it, and what cannot run without it. */
const PARTS = [CHROMIUM, POSTGRES, REDIS]

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

/** Full path of a part: its environment variable, else the first of its binaries on PATH or where else it may be. */
function locate({ variable, binaries, folders: others = () => [] }) {
  const told = process.env[variable]
  if (told) return isExecutable(told) ? told : undefined
  const folders = [...(process.env.PATH ?? '').split(delimiter).filter(Boolean), ...others()]
  return folders.flatMap((folder) => binaries.map((name) => join(folder, name))).find(isExecutable)
}

const mayInstall = () => process.getuid?.() === 0 && existsSync('/etc/debian_version')

async function installOnDebian({ name, debianPackage }, { write, signal }) {
  write(`${name} is not on PATH: installing Debian's package ${debianPackage} with apt-get`)
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  await run('apt-get', ['update', '-q'], { env, signal })
  await run('apt-get', ['install', '-q', '-y', '--no-install-recommends', debianPackage], { env, signal })
}

const neededBy = ({ projects, examples = [] }) =>
  [
    ...projects.map((name) => `the test project ${name}`),
    ...examples.map((name) => `the check of the example ${name}`),
  ].join(', ')

/** Path of a part, which from now on also stands in its variable; on Debian root gets it installed. */
async function provide(part, context) {
  if (locate(part) === undefined && !process.env[part.variable] && mayInstall()) await installOnDebian(part, context)
  const path = locate(part)
  if (path !== undefined) process.env[part.variable] = path
  return path
}

/** Looks for a browser, as the tests do. */
export const provideBrowser = (context) => provide(CHROMIUM, context)

/** Looks for the servers that a soak starts. */
export const provideStores = async (context) => {
  for (const part of [REDIS, POSTGRES]) await provide(part, context)
}

/**
 * Makes sure that what the tests need is there. What cannot be had takes whole test projects and examples out of the
 * run, visibly; with `CI=true` that is a failure.
 */
export async function ensureParts(context) {
  const result = { passed: 0, failed: 0, leftOut: [], output: '' }
  for (const part of PARTS) {
    if (await provide(part, context)) {
      result.passed += 1
      continue
    }
    const missing = `${part.name} is missing (${part.binaries[0]} on PATH or ${part.variable}), needed by ${neededBy(part)}`
    if (context.ci) {
      result.failed += 1
      result.output += `${missing}\n`
      continue
    }
    context.write(`${missing}: they are left out`)
    for (const name of part.projects) context.leftOutProjects.add(name)
    for (const name of part.examples ?? []) context.leftOutExamples.add(name)
    result.leftOut.push(missing)
  }
  return result
}
