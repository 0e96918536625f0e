import createFetchClient, { type Client } from "openapi-fetch";
import { ProblemError, patience } from "./problem.js";
import type { Graph, Results, Submission, paths } from "./schema.js";
import { type JobNews, type WatchOptions, sleep, watch } from "./watch.js";

export interface ClientOptions {
  /** An API key; not needed on the server's own machine. */
  key?: string;
  /** What sends, in place of the global fetch. */
  fetch?: (request: Request) => Promise<Response>;
}

export interface RunOptions extends Omit<Submission, "graph"> {
  /** Hears what happens meanwhile. */
  onNews?: (news: JobNews) => void;
  signal?: AbortSignal;
}

/**
 * A server of MySpinBot.
 *
 * `http` has a typed method for every path that the server's description has:
 * `const { data } = await client.http.GET("/api/v1/jobs/{id}", { params: { path: { id } } })`. What the server refuses is thrown as a {@link ProblemError}.
 */
export class MySpinBotClient {
  readonly http: Client<paths>;
  readonly #server: string;
  readonly #headers: Record<string, string>;
  readonly #fetch: (request: Request) => Promise<Response>;

  constructor(server: string | URL, options: ClientOptions = {}) {
    this.#server = new URL(server).href.replace(/\/$/, "");
    this.#headers = options.key === undefined ? {} : { Authorization: `Bearer ${options.key}` };
    this.#fetch = options.fetch ?? ((request) => fetch(request));
    this.http = createFetchClient<paths>({ baseUrl: this.#server, headers: this.#headers, fetch: this.#fetch });
    this.http.use({
      async onResponse({ response }) {
        if (!response.ok && response.status !== 304) {
          throw await ProblemError.of(response);
        }
      },
    });
  }

  /** What happens in a job, as it happens, until it has ended. */
  watch(job: string, options: WatchOptions = {}): AsyncGenerator<JobNews, void, void> {
    const path = `/api/v1/jobs/${encodeURIComponent(job)}/events`;
    return watch((after, signal) => this.#fetch(new Request(`${this.#server}${path}?after=${after}`, { headers: { ...this.#headers, Accept: "text/event-stream" }, signal })), options);
  }

  /**
   * Hands a graph in, waits until it has ended, and says what came of it. A lost answer is asked for again under the same key, so that it is one job whatever happens to the connection.
   * A signal ends the waiting; the job goes on.
   */
  async run(graph: Graph, options: RunOptions = {}): Promise<Results> {
    const { onNews, signal, ...beside } = options;
    const key = crypto.randomUUID();
    const abort = signal === undefined ? {} : { signal };
    const taken = await again(async () => (await this.http.POST("/api/v1/jobs", { params: { header: { "Idempotency-Key": key } }, body: { graph, ...beside }, ...abort })).data, signal);
    if (taken === undefined || !("id" in taken)) {
      throw new Error("The server took the graph and named no job.");
    }

    const id = taken.id;
    for await (const news of this.watch(id, abort)) {
      onNews?.(news);
    }

    return await again(async () => (await this.http.GET("/api/v1/jobs/{id}/results", { params: { path: { id } }, ...abort })).data!, signal);
  }

  /** Opens what an answer leads to: a file of the results, a preview. */
  async open(link: string, signal?: AbortSignal): Promise<Response> {
    const url = new URL(link, `${this.#server}/`);
    if (url.origin !== new URL(this.#server).origin) {
      throw new Error(`'${link}' leads to another server than ${this.#server}; the key is not for that one.`);
    }

    const response = await this.#fetch(new Request(url, { headers: this.#headers, ...(signal === undefined ? {} : { signal }) }));
    if (!response.ok) {
      throw await ProblemError.of(response);
    }

    return response;
  }
}

// Whatever is asked this way may be asked twice.
async function again<T>(ask: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  for (let pause = 200; ; pause = Math.min(pause * 2, 5_000)) {
    try {
      return await ask();
    } catch (fault) {
      signal?.throwIfAborted();
      const wait = patience(fault);
      if (wait === undefined) {
        throw fault;
      }

      await sleep(Math.max(wait * 1000, pause), signal);
    }
  }
}
