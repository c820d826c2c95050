import { RequestError, requestJson } from '../elements/request.ts'

/** A link as those who manage it see it. Times are milliseconds since the epoch. */
export interface Link {
  readonly id: string
  readonly role: 'viewer' | 'editor'
  /** Empty without one. */
  readonly label: string
  readonly createdAt: number
  /** Null never expires. */
  readonly expiresAt: number | null
}

/** What a new link is to be. */
export type NewLink = Pick<Link, 'role' | 'label' | 'expiresAt'>

/** The links of one document, on its server. Every method rejects with RequestError. */
export class LinksClient {
  readonly #url: string

  constructor({ server, document }: { server: string; document: string }) {
    this.#url = `${server}/api/documents/${encodeURIComponent(document)}/links`
  }

  /** The newest first. */
  async list(): Promise<Link[]> {
    const answer = await requestJson(this.#url)
    const links = isRecord(answer) ? answer['links'] : null
    return Array.isArray(links) ? links.flatMap((link) => parseLink(link) ?? []) : []
  }

  /** Makes one; its token is told this once. */
  async create(link: NewLink): Promise<{ link: Link; token: string }> {
    const answer = await requestJson(this.#url, { method: 'POST', body: link })
    const made = parseLink(answer)
    const token = isRecord(answer) ? answer['token'] : null
    if (!made || typeof token !== 'string') throw new RequestError({ status: 502, code: null })
    return { link: made, token }
  }

  /** Ends one, for good; one that is gone already is ended as well. */
  async revoke(id: string): Promise<void> {
    try {
      await requestJson(`${this.#url}/${encodeURIComponent(id)}`, { method: 'DELETE' })
    } catch (error) {
      if (!(error instanceof RequestError && error.code === 'NOT_FOUND')) throw error
    }
  }
}

function parseLink(value: unknown): Link | null {
  if (!isRecord(value)) return null
  const { id, role, label, createdAt, expiresAt } = value
  if (typeof id !== 'string' || (role !== 'viewer' && role !== 'editor')) return null
  return {
    id,
    role,
    label: typeof label === 'string' ? label : '',
    createdAt: typeof createdAt === 'number' ? createdAt : 0,
    expiresAt: typeof expiresAt === 'number' ? expiresAt : null,
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
