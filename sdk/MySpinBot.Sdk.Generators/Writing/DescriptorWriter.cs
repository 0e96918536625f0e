namespace MySpinBot.Sdk.Generators;

/// <summary>Writes a node's descriptor.</summary>
internal static class DescriptorWriter
{
    public static void Write(CodeWriter code, NodeDeclaration node)
        => code.Block($"private static {Expressions.Sdk}NodeDescriptor Describe() => new {Expressions.Sdk}NodeDescriptor()", () =>
        {
            foreach (var setting in node.Settings)
            {
                code.Line($"{setting.Property} = {setting.Expression},");
            }

            Items(code, "Inputs", "InputDescriptor", node.Inputs.Select(SettingsOf));
            Items(code, "Outputs", "OutputDescriptor", node.Return.Outputs.Select(SettingsOf));
        }, "};");

    private static void Items(CodeWriter code, string property, string type, IEnumerable<IEnumerable<Setting>> items)
    {
        var all = items.ToArray();
        if (all.Length == 0)
        {
            return;
        }

        code.Line($"{property} = global::System.Collections.Immutable.ImmutableArray.Create<{Expressions.Sdk}{type}>(");
        for (var i = 0; i < all.Length; i++)
        {
            var settings = string.Join(", ", all[i].Select(setting => $"{setting.Property} = {setting.Expression}"));
            code.Line($"    new {Expressions.Sdk}{type}() {{ {settings} }}{(i + 1 < all.Length ? "," : "),")}");
        }
    }

    private static IEnumerable<Setting> SettingsOf(InputDeclaration input)
    {
        yield return new Setting("Name", Literals.Of(input.Name));
        yield return new Setting("Type", Literals.Of(input.Carried.SocketType));
        yield return new Setting("Description", Literals.Of(input.Description));
        yield return new Setting("IsRequired", Literals.Of(input.IsRequired));
        foreach (var (property, value) in new[] { ("Min", input.Limits.Min), ("Max", input.Limits.Max), ("Step", input.Limits.Step) })
        {
            if (value is { } number)
            {
                yield return new Setting(property, Literals.Of(number));
            }
        }

        if (input.Default.Described is { } given)
        {
            yield return new Setting("Default", given);
        }

        if (input.Choices.Count > 0)
        {
            yield return new Setting("Choices", Expressions.Array("string", input.Choices.Select(Literals.Of)));
        }

        foreach (var flag in input.Flags)
        {
            yield return new Setting(flag, "true");
        }

        if (input.Hidden is { } hidden)
        {
            yield return new Setting("Hidden", hidden);
        }

        if (input.FileFolder is { } folder)
        {
            yield return new Setting("FileFolder", Literals.Of(folder));
            yield return new Setting("FileExtensions", Expressions.Array("string", input.FileExtensions.Select(Literals.Of)));
        }
    }

    private static IEnumerable<Setting> SettingsOf(OutputDeclaration output)
    {
        yield return new Setting("Name", Literals.Of(output.Name));
        yield return new Setting("Type", Literals.Of(output.Carried.SocketType));
        yield return new Setting("Description", Literals.Of(output.Description));
        if (output.Carried.IsNullableValue && output.Carried.SocketType != "*")
        {
            yield return new Setting("MayBeNull", "true");
        }

        if (output.Carried.IsList)
        {
            yield return new Setting("IsList", "true");
        }
    }
}
