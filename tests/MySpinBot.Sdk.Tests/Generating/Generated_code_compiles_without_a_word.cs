namespace MySpinBot.Sdk.Tests.Generating;

public sealed class Generated_code_compiles_without_a_word
{
    [Theory]
    [InlineData("Some.Plugin")]
    [InlineData("my-plugin.2nd edition")]
    [InlineData("namespace.class")]
    public void Whatever_the_assembly_is_called(string assembly)
        => Snippet.CompilerMessages(assembly, """
            /// <summary>Nodes.</summary>
            public static class Outer
            {
                /// <summary>Inner nodes.</summary>
                public sealed class @class
                {
                    /// <summary>A node.</summary>
                    /// <param name="namespace">A keyword.</param>
                    /// <param name="record">A record.</param>
                    /// <returns>It.</returns>
                    [Node("Keyword", Fingerprint = nameof(@event)), Obsolete]
                    public string @int(string @namespace, object? record) => @namespace;

                    internal static string @event(string? @namespace) => @namespace ?? "";
                }
            }
            """).ShouldBeEmpty();

    [Fact]
    public void Even_where_nothing_is_declared() => Snippet.CompilerMessages("Empty", "/// <summary>Nothing.</summary>\npublic static class N { }").ShouldBeEmpty();

    [Fact]
    public void A_wrong_node_leaves_the_others_standing()
        => Snippet.CompilerMessages("Some.Plugin", """
            /// <summary>Nodes.</summary>
            public static class N
            {
                /// <summary>Wrong.</summary>
                /// <param name="x">What no socket carries.</param>
                [Node("Wrong")] public static void A(System.DateTime x) { }

                /// <summary>Right.</summary>
                [Node("Right")] public static void B() { }
            }
            """).ShouldBeEmpty();
}
