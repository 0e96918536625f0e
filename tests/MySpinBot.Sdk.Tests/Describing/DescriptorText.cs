using System.Globalization;
using System.Text;

namespace MySpinBot.Sdk.Tests.Describing;

/// <summary>Descriptors as a text that one can read: only what differs from a plain input or output is said.</summary>
internal static class DescriptorText
{
    public static string Of(INodePack pack)
    {
        var text = new StringBuilder();
        foreach (var node in pack.Nodes.OrderBy(node => node.Descriptor.ClassType, StringComparer.Ordinal))
        {
            text.Append(Of(node)).Append('\n');
        }

        foreach (var socket in pack.Sockets.OrderBy(socket => socket.Name, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"socket {socket.Name} {socket.Color ?? "no colour"} {socket.Type.Name} {socket.CodecName ?? "live"}\n");
        }

        foreach (var service in pack.Services.OrderBy(service => service.Type.Name, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"service {service.Type.Name}{(service.CapabilityName is { } name ? $" offers '{name}'" : "")}\n");
        }

        return text.ToString();
    }

    private static string Of(NodeRegistration registration)
    {
        var node = registration.Descriptor;
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{node.ClassType} v{node.Version} \"{node.Title}\" in {node.Category}, {node.Repeatability}, {node.Lane} x{node.Slots}");
        text.Append(Flags(
            (node.IsOutput, "output"), (node.HasEffects, "effects"), (node.TakesExtraInputs, "extra inputs"), (node.MayExpand, "may expand"), (node.Experimental, "experimental"),
            (registration.Ask is not null, "asks"), (registration.Fingerprint is not null, "fingerprint"), (registration.Validate is not null, "validates"),
            (registration.Need is not null, "needs memory"), (registration.Migrations.Count > 0, $"migrates from {string.Join(" ", registration.Migrations.Keys)}"))).Append('\n');
        Line(text, "help", node.Description);
        Line(text, "more", node.Remarks.ReplaceLineEndings(" / "));
        Line(text, "search", string.Join(" | ", node.Search));
        Line(text, "deprecated", node.Deprecated ?? "");
        foreach (var input in node.Inputs)
        {
            text.Append(CultureInfo.InvariantCulture, $"  in   {Of(input)}\n");
        }

        foreach (var output in node.Outputs)
        {
            text.Append(CultureInfo.InvariantCulture, $"  out  {output.Name} {output.Type}{(output.IsList ? " list" : "")}{Help(output.Description)}\n");
        }

        return text.ToString();
    }

    private static string Of(InputDescriptor input)
    {
        var text = new StringBuilder($"{input.Name} {input.Type}");
        text.Append(input.Default is { } value ? $" = {value.GetType().Name} {Show(value)}" : "");
        text.Append(input.Min is null ? "" : FormattableString.Invariant($" {input.Min}..{input.Max}"));
        text.Append(input.Step is null ? "" : FormattableString.Invariant($" step {input.Step}"));
        text.Append(input.Choices.IsEmpty ? "" : $" of {string.Join(" | ", input.Choices)}");
        text.Append(input.FileFolder is null ? "" : $" from {input.FileFolder} ({string.Join(" ", input.FileExtensions)})");
        text.Append(Flags(
            (!input.IsRequired, "optional"), (input.IsMultiline, "multiline"), (input.IsSocketOnly, "socket only"), (input.IsLazy, "lazy"), (input.IsList, "list"),
            (input.IsRawLink, "raw link"), (input.IsSecret, "secret"), (input.IsSeed, "seed"), (input.IsColor, "colour"), (input.IsAdvanced, "advanced"),
            (input.Hidden is not null, $"hidden {input.Hidden}")));
        return text.Append(Help(input.Description)).ToString();
    }

    private static string Flags(params (bool IsSet, string Name)[] flags) => string.Concat(flags.Where(flag => flag.IsSet).Select(flag => ", " + flag.Name));

    private static string Show(object value) => Convert.ToString(value, CultureInfo.InvariantCulture)!.Replace("\n", "\\n", StringComparison.Ordinal);

    private static string Help(string text) => text.Length == 0 ? "" : $": {text}";

    private static void Line(StringBuilder text, string head, string content) => text.Append(content.Length == 0 ? "" : $"  {head}: {content}\n");
}
