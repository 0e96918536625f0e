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
}
