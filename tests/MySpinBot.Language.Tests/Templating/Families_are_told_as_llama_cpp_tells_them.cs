using System.Runtime.InteropServices;
using System.Text;
using MySpinBot.Sdk;

namespace MySpinBot.Language.Tests;

/// <summary>llama.cpp has the formats of many families written down in its own code (<c>llama_chat_apply_template</c>): a second opinion on plain conversations, and the only one on
/// families whose published templates may not be copied here. Those below that are not named as published are ours.</summary>
public sealed unsafe class Families_are_told_as_llama_cpp_tells_them
{
    private static readonly ChatMessage[] Messages = [new("system", "Be brief."), new("user", "Hi."), new("assistant", "Yes?"), new("user", "Bye.")];

    private static readonly Dictionary<string, string> Templates = new()
    {
        ["chatml"] = ChatTemplate.Usual.Source,
        ["llama3"] = "{% for m in messages %}{{ '<|start_header_id|>' + m.role + '<|end_header_id|>\n\n' + (m.content | trim) + '<|eot_id|>' }}{% endfor %}{% if add_generation_prompt %}{{ '<|start_header_id|>assistant<|end_header_id|>\n\n' }}{% endif %}",
        ["gemma"] = "{% set ns = namespace(first='') %}{% if messages[0].role == 'system' %}{% set ns.first = messages[0].content | trim ~ '\n\n' %}{% set messages = messages[1:] %}{% endif %}"
            + "{% for m in messages %}{{ '<start_of_turn>' ~ ('model' if m.role == 'assistant' else m.role) ~ '\n' ~ ns.first ~ m.content | trim ~ '<end_of_turn>\n' }}{% set ns.first = '' %}{% endfor %}"
            + "{% if add_generation_prompt %}{{ '<start_of_turn>model\n' }}{% endif %}",
        ["command-r"] = "{% for m in messages %}{{ '<|START_OF_TURN_TOKEN|>' + {'system': '<|SYSTEM_TOKEN|>', 'user': '<|USER_TOKEN|>', 'assistant': '<|CHATBOT_TOKEN|>'}[m.role] + m.content.strip() + '<|END_OF_TURN_TOKEN|>' }}"
            + "{% endfor %}{% if add_generation_prompt %}{{ '<|START_OF_TURN_TOKEN|><|CHATBOT_TOKEN|>' }}{% endif %}",
        ["vicuna"] = "{% for m in messages %}{% if m.role == 'system' %}{{ m.content + '\n\n' }}{% elif m.role == 'user' %}{{ 'USER: ' + m.content + '\n' }}{% else %}{{ 'ASSISTANT: ' + m.content + '</s>\n' }}{% endif %}{% endfor %}"
            + "{% if add_generation_prompt %}{{ 'ASSISTANT:' }}{% endif %}",
        ["zephyr"] = Published.Template("zephyr"),
        ["phi3"] = Published.Template("phi3.5"),
    };

    public static TheoryData<string> Names => [.. Templates.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Plain_conversations_are_told_alike(string family)
    {
        // The token that ends a text is written out by the published templates, and in the library's by a name.
        var rendered = ChatTemplate.Parse(Templates[family]).Render(new(Messages) { EndText = family == "zephyr" ? "<|endoftext|>" : "" });

        rendered.TrimEnd().ShouldBe(Library(family).TrimEnd());
    }

    private static string Library(string family)
    {
        LlamaLibrary.EnsureLoaded();
        var apply = (delegate* unmanaged[Cdecl]<byte*, Message*, nuint, byte, byte*, int, int>)NativeLibrary.GetExport(NativeLibrary.Load(LlamaPath()), "llama_chat_apply_template");
        var messages = Messages.Select(message => new Message { Role = Utf8(message.Role), Content = Utf8(message.Content!) }).ToArray();
        var name = Utf8(family);
        var room = new byte[4096];
        try
        {
            fixed (Message* all = messages)
            fixed (byte* to = room)
            {
                var length = apply((byte*)name, all, (nuint)messages.Length, 1, to, room.Length);
                return Encoding.UTF8.GetString(room, 0, length);
            }
        }
        finally
        {
            Marshal.FreeCoTaskMem(name);
            foreach (var message in messages)
            {
                Marshal.FreeCoTaskMem(message.Role);
                Marshal.FreeCoTaskMem(message.Content);
            }
        }
    }

    private static nint Utf8(string text) => Marshal.StringToCoTaskMemUTF8(text);

    // Where the library that is in use was loaded from.
    private static string LlamaPath()
        => System.Diagnostics.Process.GetCurrentProcess().Modules.Cast<System.Diagnostics.ProcessModule>().First(module => module.ModuleName.StartsWith("libllama", StringComparison.Ordinal)).FileName;

    [StructLayout(LayoutKind.Sequential)]
    private struct Message
    {
        public nint Role;
        public nint Content;
    }
}
