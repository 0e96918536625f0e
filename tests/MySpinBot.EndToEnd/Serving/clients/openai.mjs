// openai, the official client: lists models, chats (whole, streamed, with tools and a schema), completes, makes vectors, and is told what is wrong. Prints what it saw as JSON.
import OpenAI from "openai";

const [, , host, model, vectors] = process.argv;
const client = new OpenAI({ baseURL: `${host}/v1`, apiKey: "sk-none", maxRetries: 0 });
const seen = { words: [], calls: [] };
const messages = [
  { role: "developer", content: "Answer shortly." },
  { role: "user", content: [{ type: "text", text: "one two three" }] },
];

seen.models = [];
for await (const each of client.models.list()) {
  seen.models.push(each.id);
}
seen.model = (await client.models.retrieve(model)).id;

const { data: whole, request_id } = await client.chat.completions.create({ model, messages, logprobs: true, top_logprobs: 2 }).withResponse();
seen.content = whole.choices[0].message.content;
seen.finish = whole.choices[0].finish_reason;
seen.tokens = whole.choices[0].logprobs.content.length;
seen.total = whole.usage.total_tokens === whole.usage.prompt_tokens + whole.usage.completion_tokens;
seen.request = request_id;

const stream = client.chat.completions.stream({ model, messages, stream_options: { include_usage: true } });
stream.on("content", (word) => seen.words.push(word));
const final = await stream.finalChatCompletion();
seen.streamed = final.choices[0].message.content;
seen.usage = final.usage.completion_tokens;

// What leaves early is told so, and the next request is answered all the same.
const left = await client.chat.completions.create({ model: "endless", messages, stream: true }).catch((error) => error.status);
if (typeof left !== "number") {
  for await (const _ of left) {
    left.controller.abort();
  }
  seen.left = true;
}

const tools = [{ type: "function", function: { name: "weather", parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] } } }];
const called = await client.chat.completions.stream({ model, messages, tools, tool_choice: "required" }).finalChatCompletion();
seen.calls = (called.choices[0].message.tool_calls ?? []).map((call) => [call.function.name, typeof JSON.parse(call.function.arguments).city]);
seen.callFinish = called.choices[0].finish_reason;

const schema = { type: "object", properties: { name: { type: "string", maxLength: 8 }, age: { type: "integer", minimum: 0, maximum: 9 } }, required: ["name", "age"], additionalProperties: false };
const shaped = await client.chat.completions.parse({ model, messages, temperature: 0, response_format: { type: "json_schema", json_schema: { name: "person", strict: true, schema } } });
seen.shape = Object.entries(shaped.choices[0].message.parsed).map(([name, value]) => `${name}: ${typeof value}`);

const completed = await client.completions.create({ model, prompt: "Once upon a time", max_tokens: 3, seed: 1 });
seen.completion = completed.choices[0].text;
seen.cut = completed.choices[0].finish_reason;

// Asked for as base64 by the client itself.
const embedded = await client.embeddings.create({ model: vectors, input: ["one", "two words"] });
seen.vectors = embedded.data.map((each) => each.embedding.length);
seen.length = Math.hypot(...embedded.data[0].embedding);

seen.errors = [];
for (const wrong of [{ model: "nobody", messages }, { model, messages, temperature: 9 }, { model, messages: [{ role: "user", content: [{ type: "image_url", image_url: { url: "data:image/png;base64," } }] }] }]) {
  const error = await client.chat.completions.create(wrong).catch((error) => error);
  seen.errors.push([error.constructor.name, error.status, error.code, error.param, error.type]);
}

console.log(JSON.stringify(seen));
