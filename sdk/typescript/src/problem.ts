import type { Problem } from "./schema.js";

/** The server did not do what it was asked. The message is its sentence: what is wrong and what would be right. */
export class ProblemError extends Error {
  override readonly name = "ProblemError";

  constructor(
    /** The HTTP status. */
    readonly status: number,
    /** What the server said: a code for programs, and all that is wrong, one by one. Missing where something between answered in its place. */
    readonly problem: Problem | undefined,
    message: string,
    /** When to try again, in seconds. */
    readonly retryAfter: number | undefined,
  ) {
    super(message);
  }

  /** What an answer says that is no success. */
  static async of(response: Response): Promise<ProblemError> {
    const problem = await problemIn(response);
    const wait = Number(response.headers.get("retry-after") ?? NaN);
    return new ProblemError(response.status, problem, problem?.detail ?? `${response.url} answered ${response.status} (${response.statusText}).`, Number.isFinite(wait) ? wait : undefined);
  }
}

/** How many seconds to wait at least before something is tried again; undefined for what waiting does not mend. */
export function patience(fault: unknown): number | undefined {
  if (fault instanceof ProblemError) {
    return [429, 502, 503, 504].includes(fault.status) ? (fault.retryAfter ?? 0) : undefined;
  }

  // Both are how fetch tells that a connection could not be made, or broke.
  return fault instanceof TypeError || (fault instanceof DOMException && fault.name === "NetworkError") ? 0 : undefined;
}

async function problemIn(response: Response): Promise<Problem | undefined> {
  if (!/^application\/(problem\+)?json/.test(response.headers.get("content-type") ?? "")) {
    return undefined;
  }

  try {
    const said: unknown = await response.json();
    return typeof said === "object" && said !== null && "detail" in said && "code" in said ? (said as Problem) : undefined;
  } catch {
    return undefined; // it is not the server that answered so; the status is all that is known
  }
}
