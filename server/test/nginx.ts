import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, constants } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { freePort } from './free-port.ts'
import { until } from './until.ts'

/** The nginx of this machine: `ENCKE_NGINX`, or the one that is installed; null when there is none. */
export function findNginx(): string | null {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin']
  const candidates = [process.env['ENCKE_NGINX'] ?? '', ...folders.map((folder) => join(folder, 'nginx'))]
  return candidates.find((path) => path !== '' && isExecutable(path)) ?? null
}

export interface NginxOptions {
  /** The server behind it, without a slash at the end. */
  upstream: string
  /** Directives of the one location, as somebody would write them. */
  location: string
}

/** A real nginx in front of a server: `await using nginx = await startNginx({ upstream, location })`. */
export async function startNginx({ upstream, location }: NginxOptions): Promise<Nginx> {
  const binary = findNginx()
  if (!binary) throw new Error('there is no nginx on this machine')
  const folder = await mkdtemp(join(tmpdir(), 'encke-nginx-'))
  const port = await freePort()
  await writeFile(join(folder, 'nginx.conf'), configuration({ folder, port, upstream, location }))
  const args = ['-p', folder, '-e', join(folder, 'error.log'), '-c', join(folder, 'nginx.conf')]
  const nginx = new Nginx({ folder, port, child: spawn(binary, args, { stdio: ['ignore', 'inherit', 'pipe'] }) })
  try {
    await nginx.listening()
    return nginx
  } catch (error) {
    await nginx.close()
    throw error
  }
}

export class Nginx {
  /** Without a slash at the end. */
  readonly url: string
  readonly #folder: string
  readonly #child: ChildProcess
  #output = ''
  #over = false

  constructor({ folder, port, child }: { folder: string; port: number; child: ChildProcess }) {
    this.url = `http://127.0.0.1:${port}`
    this.#folder = folder
    this.#child = child
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#output += text
    })
    child.on('close', () => {
      this.#over = true
    })
  }

  /** Resolves when it answers. */
  async listening(): Promise<void> {
    const answers = async () => {
      if (this.#over) throw new Error(`nginx ended; it printed:\n${this.#output}`)
      return await fetch(`${this.url}/healthz`).then(
        ({ ok }) => ok,
        () => false,
      )
    }
    await until(answers, { what: () => `nginx answers; it printed:\n${this.#output}` })
  }

  /** Idempotent. */
  async close(): Promise<void> {
    if (!this.#over) {
      this.#child.kill('SIGKILL')
      await once(this.#child, 'close')
    }
    await rm(this.#folder, { recursive: true, force: true })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}

function configuration({ folder, port, upstream, location }: NginxOptions & { folder: string; port: number }): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  return `daemon off;
master_process off;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log;
events { worker_connections 256; }
http {
  access_log off;
${temporary.map((name) => `  ${name}_temp_path ${folder}/${name};`).join('\n')}
  map $http_upgrade $connection_upgrade { default upgrade; '' close; }
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass ${upstream};
${location}
    }
  }
}
`
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
