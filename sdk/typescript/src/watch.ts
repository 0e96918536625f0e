import { createParser, type EventSourceMessage } from "eventsource-parser";
import { ProblemError, patience } from "./problem.js";
import type { EventData } from "./schema.js";

/** Something that happened in a job. */
export interface EventNews {
  readonly kind: "event";
  /** Its number in its job, from 1, without gaps; missing for what counts only now: progress, log lines and text that a step writes. */
  readonly number?: number;
  /** What. Switch on its field `event`, and pass over kinds that are not known. */
  readonly data: EventData;
}

/** A picture of work under way; a later one takes its place. */
export interface PreviewNews {
  readonly kind: "preview";
  readonly node: string;
  readonly url: string;
}

export type JobNews = EventNews | PreviewNews;

export interface WatchOptions {
  /** Only events after this number. */
  after?: number;
  /** Seconds for which a server that cannot be reached is waited for; 60 where nothing is said. */
  patience?: number;
  signal?: AbortSignal;
}

type Open = (after: number, signal: AbortSignal) => Promise<Response>;

/** What happens in a job until it has ended. A connection that breaks is made anew; nothing that is kept is missed or told twice. */
export async function* watch(open: Open, options: WatchOptions = {}): AsyncGenerator<JobNews, void, void> {
  let after = options.after ?? 0;
  let lost: number | undefined;
  let pause = 0;
  while (true) {
    const connection = new AbortController();
    const stop = () => connection.abort(options.signal?.reason);
    options.signal?.throwIfAborted();
    options.signal?.addEventListener("abort", stop);
    try {
      const response = await open(after, connection.signal);
      if (response.status === 204) {
        return;
      }

      for await (const message of messages(response)) {
        [lost, pause] = [undefined, 0];
        const news = read(message, after);
        if (news?.kind === "event" && news.number !== undefined) {
          after = news.number;
        }

        if (news !== undefined) {
          yield news;
        }
      }
    } catch (fault) {
      options.signal?.throwIfAborted();
      const wait = patience(fault);
      lost ??= Date.now();
      if (wait === undefined || Date.now() - lost > (options.patience ?? 60) * 1000) {
        throw fault;
      }

      pause = Math.max(wait * 1000, Math.min(Math.max(pause * 2, 200), 15_000));
    } finally {
      options.signal?.removeEventListener("abort", stop);
      connection.abort(); // whoever stops reading lets go of the connection
    }

    // A stream ends with its job, or with the server: asked again, the first says that there is nothing more.
    await sleep(pause, options.signal);
  }
}

async function* messages(response: Response): AsyncGenerator<EventSourceMessage> {
  if (!response.ok) {
    throw await ProblemError.of(response);
  }

  const waiting: EventSourceMessage[] = [];
  const parser = createParser({ onEvent: (message) => waiting.push(message) });
  const reader = response.body!.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader();
  while (true) {
    const { done, value } = await reader.read();
    if (done) {
      return;
    }

    parser.feed(value);
    yield* waiting.splice(0);
  }
}

function read(message: EventSourceMessage, after: number): JobNews | undefined {
  const data: unknown = JSON.parse(message.data);
  if (typeof data !== "object" || data === null) {
    return undefined;
  }

  if (message.event === "preview") {
    return "node_id" in data && "url" in data ? { kind: "preview", node: String(data.node_id), url: String(data.url) } : undefined;
  }

  // What is not kept has no id of its own; a parser may give it that of the event before.
  const number = Number(message.id ?? NaN);
  return number > after ? { kind: "event", number, data: data as EventData } : { kind: "event", data: data as EventData };
}

/** Waits; ends early, with the signal's reason, where that is given. */
export function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason as Error);
      return;
    }

    const stop = () => {
      clearTimeout(timer);
      reject(signal!.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, milliseconds);
    signal?.addEventListener("abort", stop, { once: true });
  });
}
