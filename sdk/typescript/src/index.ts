/** A typed client of the MySpinBot server. Types and paths come from its OpenAPI description. */
export { MySpinBotClient, type ClientOptions, type RunOptions } from "./client.js";
export { ProblemError } from "./problem.js";
export { type EventNews, type JobNews, type PreviewNews, type WatchOptions } from "./watch.js";
export * from "./schema.js";
