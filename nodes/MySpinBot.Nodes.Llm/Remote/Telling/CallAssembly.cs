using System.Text;
using System.Text.Json;
using MySpinBot.Nodes.Llm.Remote.Failing;
using MySpinBot.Sdk;
using AI = Microsoft.Extensions.AI;

namespace MySpinBot.Nodes.Llm.Remote.Telling;

/// <summary>Puts calls together that come in pieces, whatever a server leaves out: places, ids, or names that it says again with each piece.</summary>
/// <param name="target">The server.</param>
internal sealed class CallAssembly(OutboundTarget target)
{
    private const int MostCalls = 128;
    private const int MostArguments = 8 << 20;

    private readonly List<Call> _calls = [];

    /// <summary>Whether anything was called.</summary>
    public bool IsEmpty => _calls.Count == 0;

    /// <summary>Takes a piece.</summary>
    /// <param name="index">Which call it belongs to; null where the server does not say: then a new id begins the next one.</param>
    /// <param name="id">The call's id.</param>
    /// <param name="name">The tool.</param>
    /// <param name="arguments">What is added to the arguments.</param>
    /// <exception cref="RemoteFault">It is more than an answer can hold.</exception>
    public CallFragment Take(int? index, string? id, string? name, string arguments)
    {
        var at = index is { } given ? _calls.FindIndex(call => call.Index == given) : id is null || (_calls.Count > 0 && _calls[^1].Id == id) ? _calls.Count - 1 : -1;
        var isNew = at < 0;
        if (isNew)
        {
            at = _calls.Count;
            if (at == MostCalls || string.IsNullOrEmpty(name))
            {
                throw new RemoteFault(at == MostCalls ? $"{ServerSaid.Who(target)} sent more than {MostCalls} calls in one answer." : $"{ServerSaid.Who(target)} sent a piece of a call before it said what is called.");
            }

            _calls.Add(new Call(index ?? at, string.IsNullOrEmpty(id) ? NewId() : id, name));
        }

        var call = _calls[at];
        if (call.Arguments.Length + arguments.Length > MostArguments)
        {
            throw new RemoteFault($"{ServerSaid.Who(target)} sent a call with more than {MostArguments >> 20} MiB of arguments.");
        }

        call.Arguments.Append(arguments);
        return new CallFragment(new ToolCallPiece(at, arguments) { Id = isNew ? call.Id : null, Name = isNew ? call.Name : null });
    }

    /// <summary>An id for a call to which the server gave none; no other call of the conversation has it.</summary>
    public static string NewId() => $"call_{Guid.NewGuid():N}";

    /// <summary>The calls as they are when all pieces have come.</summary>
    /// <exception cref="RemoteFault">Arguments are no JSON object.</exception>
    public IEnumerable<AI.FunctionCallContent> Whole()
    {
        foreach (var call in _calls)
        {
            Dictionary<string, object?>? arguments;
            try
            {
                arguments = call.Arguments.Length == 0 ? [] : JsonSerializer.Deserialize<Dictionary<string, object?>>(call.Arguments.ToString());
            }
            catch (JsonException fault)
            {
                throw new RemoteFault($"{ServerSaid.Who(target)} called '{ServerSaid.Shown(target, call.Name).TrimEnd('.')}' with arguments that are no JSON object.", fault);
            }

            yield return new AI.FunctionCallContent(call.Id, call.Name, arguments);
        }
    }

    private sealed record Call(int Index, string Id, string Name)
    {
        public StringBuilder Arguments { get; } = new();
    }
}
