using MySpinBot.Language.Tests.Remote.Recorded;
using MySpinBot.Nodes.Llm;
using MySpinBot.Nodes.Tests.Basics;
using MySpinBot.Nodes.Tests.Conforming;

namespace MySpinBot.Nodes.Tests.Llm;

/// <summary>Graphs on the real engine, with a small model of chance and with other servers.</summary>
internal static class LanguageStory
{
    public static Task<Story> Open(params OutboundTarget[] targets) => Story.Open(
        options => options with { ModelFolders = TinyLanguage.Folders, Targets = targets },
        typeof(MySpinBot.Nodes.Basics.Text.SentenceNodes).Assembly, typeof(LlmGenerateNode).Assembly);

    /// <summary>A server that says these things to chats, one after the other, the last one again and again. Asked which models it has, it has one.</summary>
    public static RecordedServer Server(List<RecordedRequest> chats, params Reply[] replies) => new((request, _) =>
    {
        if (request.Method == "GET")
        {
            return Reply.Json("""{"object":"list","data":[{"id":"small","object":"model","created":1700000000,"owned_by":"somebody"}]}""");
        }

        lock (chats)
        {
            chats.Add(request);
            return replies[Math.Min(chats.Count, replies.Length) - 1];
        }
    });
}
