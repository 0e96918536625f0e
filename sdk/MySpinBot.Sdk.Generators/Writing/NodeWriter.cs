namespace MySpinBot.Sdk.Generators;

/// <summary>Writes the file of one node.</summary>
internal static class NodeWriter
{
    public static string Write(NodeFile file, PackIdentity identity)
    {
        var node = file.Node;
        var code = CodeWriter.Begin(null, identity.Namespace);
        var choices = new ChoiceWriter();
        var arguments = new ArgumentWriter(node.Inputs, choices);
        code.Line(Expressions.Generated);
        code.Block($"internal static class {Expressions.ClassOf(node.ClassType)}", () =>
        {
            WriteRegistration(code, file, arguments);
            code.Line();
            DescriptorWriter.Write(code, node);
            code.Line();
            new InvokerWriter(code, node, arguments, choices).Write();
            choices.Write(code);
        });
        return code.ToString();
    }

    private static void WriteRegistration(CodeWriter code, NodeFile file, ArgumentWriter arguments)
        => code.Block($"internal static {Expressions.Sdk}NodeRegistration Register() => new {Expressions.Sdk}NodeRegistration()", () =>
        {
            code.Line("Descriptor = Describe(),");
            code.Line("Invoke = Invoke,");
            Hook(code, "Ask", file.Node.Ask, arguments);
            Hook(code, "Fingerprint", file.Node.Fingerprint, arguments);
            Hook(code, "Validate", file.Node.Validate, arguments);
            Hook(code, "Need", file.Node.Need, arguments);
            WriteMigrations(code, file.Migrations);
        }, "};");

    private static void Hook(CodeWriter code, string property, MethodCall? call, ArgumentWriter arguments)
    {
        if (call is not null)
        {
            var given = call.IsAwaited ? $"{Expressions.Sdk}NodeCall.Await({arguments.Call(call)})" : arguments.Call(call);
            code.Line($"{property} = static call => {given},");
        }
    }

    private static void WriteMigrations(CodeWriter code, EquatableArray<Setting> migrations)
    {
        const string Json = "global::System.Text.Json.Nodes.JsonObject";
        if (migrations.Count > 0)
        {
            code.Block($"Migrations = new global::System.Collections.Generic.Dictionary<int, global::System.Func<{Json}, {Json}>>", () =>
            {
                foreach (var migration in migrations)
                {
                    code.Line($"[{migration.Property}] = {migration.Expression},");
                }
            }, "},");
        }
    }
}
