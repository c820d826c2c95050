import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Flush, Meter } from './meter.ts'

/** What is true of the node at this moment; read when somebody asks. */
export interface Readings {
  rooms: number
  members: number
  /** Connections of plain y-websocket clients. */
  plainSockets: number
  /** By what carries them now: a transport's name, or `none`. */
  sessions: ReadonlyMap<string, number>
  /** What waits for clients. */
  queuedBytes: number
  /** Open documents in memory. */
  documentBytes: number
  /** Taken, and not durable. */
  unsavedBytes: number
}

const SECONDS = [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
const COUNTS = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512]
const BYTES = [64, 256, 1024, 4096, 16_384, 65_536, 262_144, 1_048_576]

/** How often the delay of the event loop is looked at, milliseconds: an idle server should stay idle. */
const LOOP_PRECISION_MS = 50

/**
 * What one node has done since it started, for Prometheus; names and meanings are in docs/operations.md.
 * No document and no person is named in it.
 */
export class Metrics implements Meter {
  readonly #registry = new Registry()
  readonly #updates = this.#counter('encke_updates_total', 'Updates of members that were sent on')
  readonly #deliveries = this.#counter(
    'encke_deliveries_total',
    'Updates of members, once for each member they went to',
  )
  readonly #flushUpdates = this.#histogram('encke_flush_updates', 'Updates of members in one broadcast', COUNTS)
  readonly #flushBytes = this.#histogram('encke_flush_bytes', 'Bytes of one broadcast', BYTES)
  readonly #flushSeconds = this.#histogram('encke_flush_seconds', 'From an update to its broadcast', SECONDS)
  readonly #commitSeconds = this.#histogram('encke_commit_seconds', 'How long the store took for a batch', SECONDS)
  readonly #commitFailures = this.#counter('encke_commit_failures_total', 'Batches that the store did not take')
  readonly #resyncs = this.#counter('encke_resyncs_total', 'Members that fell behind and follow the log')
  readonly #refusals = new Counter({
    name: 'encke_refusals_total',
    help: 'What was refused, by code',
    labelNames: ['code'],
    registers: [this.#registry],
  })

  readonly #sessions = new Gauge({
    name: 'encke_sessions',
    help: 'Sessions, by the transport that carries them now',
    labelNames: ['transport'],
    registers: [this.#registry],
  })
  readonly #gauges = {
    rooms: this.#gauge('encke_rooms', 'Documents that are open'),
    members: this.#gauge('encke_members', 'Members of all rooms'),
    plainSockets: this.#gauge('encke_plain_sockets', 'Plain y-websocket connections'),
    queuedBytes: this.#gauge('encke_queued_bytes', 'Bytes that wait for clients'),
    documentBytes: this.#gauge('encke_document_bytes', 'Bytes of open documents'),
    unsavedBytes: this.#gauge('encke_unsaved_bytes', 'Bytes that are not durable'),
  }
  readonly #read: () => Readings

  /** `read` is called once for each `text()`. */
  constructor({ read }: { read: () => Readings }) {
    this.#read = read
    collectDefaultMetrics({ register: this.#registry, eventLoopMonitoringPrecision: LOOP_PRECISION_MS })
  }

  /** The type that belongs to `text()`. */
  get contentType(): string {
    return this.#registry.contentType
  }

  /** Everything, in Prometheus' text format. */
  text(): Promise<string> {
    const { sessions, ...readings } = this.#read()
    for (const name of Object.keys(readings) as (keyof typeof readings)[]) this.#gauges[name].set(readings[name])
    this.#sessions.reset()
    for (const [transport, count] of sessions) this.#sessions.set({ transport }, count)
    return this.#registry.metrics()
  }

  flushed({ updates, bytes, members, waitedMs }: Flush): void {
    this.#updates.inc(updates)
    this.#deliveries.inc(updates * members)
    this.#flushUpdates.observe(updates)
    this.#flushBytes.observe(bytes)
    this.#flushSeconds.observe(waitedMs / 1000)
  }

  committed({ tookMs, failed }: { tookMs: number; failed: boolean }): void {
    this.#commitSeconds.observe(tookMs / 1000)
    if (failed) this.#commitFailures.inc()
  }

  fellBehind(): void {
    this.#resyncs.inc()
  }

  refused(code: string): void {
    this.#refusals.inc({ code })
  }

  #counter(name: string, help: string): Counter {
    return new Counter({ name, help, registers: [this.#registry] })
  }

  #histogram(name: string, help: string, buckets: number[]): Histogram {
    return new Histogram({ name, help, buckets, registers: [this.#registry] })
  }

  #gauge(name: string, help: string): Gauge {
    return new Gauge({ name, help, registers: [this.#registry] })
  }
}
