// Uses a server by OpenAI's own client for Node, and prints what that client saw as one JSON object:
//   node openai.mjs SCENARIO BASE_URL KEY MODEL
import OpenAI from 'openai';

const [scenario, baseURL, apiKey, model] = process.argv.slice(2);
const client = new OpenAI({ baseURL, apiKey, maxRetries: 0 });
const messages = [{ role: 'system', content: 'Be brief.' }, { role: 'user', content: 'hi' }];

const scenarios = {
  async models() {
    const ids = [];
    for await (const listed of client.models.list()) {
      ids.push(listed.id);
    }
    return { ids, one: await client.models.retrieve(model) };
  },

  async plain() {
    return await client.chat.completions.create({ model, messages });
  },

  // As the wire has it.
  async stream() {
    const chunks = [];
    for await (const chunk of await client.chat.completions.create({ model, messages, stream: true, stream_options: { include_usage: true } })) {
      chunks.push(chunk);
    }
    return { chunks };
  },

  // As the client puts it together; it throws when a chunk is missing or out of order.
  async assembled() {
    return await client.chat.completions.stream({ model, messages, stream_options: { include_usage: true } }).finalChatCompletion();
  },

  // Hangs up after the first words.
  async left() {
    const stream = await client.chat.completions.create({ model, messages, stream: true });
    for await (const chunk of stream) {
      const content = chunk.choices[0]?.delta.content;
      if (content) {
        stream.controller.abort();
        return { content };
      }
    }
  },

  async user() {
    return await client.chat.completions.create({ model, messages }, { headers: { 'X-Repeater-User': 'Group:1:2' } });
  },

  async unsupported() {
    return await client.chat.completions.create({ model, messages, n: 2 });
  },
};

try {
  console.log(JSON.stringify(await scenarios[scenario]()));
} catch (error) {
  if (!(error instanceof OpenAI.APIError)) {
    throw error;
  }
  const { status, code, param, type, message } = error;
  console.log(JSON.stringify({ error: { kind: error.constructor.name, status, code, param, type, message, retryAfter: error.headers?.get('retry-after') } }));
}
