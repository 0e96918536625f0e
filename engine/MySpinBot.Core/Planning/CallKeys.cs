using System.Text.Json;
using MySpinBot.Core.Results;
using MySpinBot.Core.Validation;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Planning;

/// <summary>Writes keys: type and implementation, fingerprint, and each input in the order of declaration. A recipe key has its inputs' recipe keys
/// where a content key has content ids; the first byte keeps the two apart.</summary>
internal static class CallKeys
{
    public static void Head(KeyBuffer key, char kind, ValidNode node, string? fingerprint)
    {
        key.Clear();
        key.Tag(kind);
        key.Id(node.Type.TypeId);
        if (fingerprint is not null)
        {
            key.Tag('P');
            key.Text(fingerprint);
        }
    }

    /// <summary>A setting: anything but a link.</summary>
    /// <param name="key">Where to write.</param>
    /// <param name="position">Position of the input.</param>
    /// <param name="node">The node.</param>
    /// <param name="nodeId">Its id from the root of the run, for nodes that ask for it.</param>
    /// <param name="binding">What the input is bound to.</param>
    /// <param name="file">The file, where it is bound to one.</param>
    public static void Setting(KeyBuffer key, int position, ValidNode node, string nodeId, Binding binding, FileReference? file)
    {
        switch (binding.Kind)
        {
            case BindingKind.Missing:
                return;
            case BindingKind.Hidden when node.Type.Descriptor.Inputs[position].Hidden != HiddenValue.NodeId:
                return;
        }

        key.Small(position);
        switch (binding.Kind)
        {
            case BindingKind.Constant:
                Constant(key, binding.Constant!);
                break;
            case BindingKind.File:
                key.Tag('F');
                key.Id(file?.Id ?? throw new InvalidOperationException($"No digest was given for the file that node '{nodeId}' names."));
                break;
            case BindingKind.Secret:
                key.Tag('S');
                key.Text((string)binding.Constant!);
                break;
            case BindingKind.Hidden:
                key.Tag('H');
                key.Text(nodeId);
                break;
            case BindingKind.Stored:
                key.Tag('V');
                key.Value(binding.Value);
                break;
            default:
                throw new InvalidOperationException($"A {binding.Kind} is not a setting.");
        }
    }

    public static void Link(KeyBuffer key, int position, char tag, TraceKey source, int output)
    {
        key.Small(position);
        key.Tag(tag);
        key.Id(source.Hash);
        key.Small(output);
    }

    private static void Constant(KeyBuffer key, object constant)
    {
        switch (constant)
        {
            case long number:
                key.Tag('i');
                key.Number(number);
                break;
            case double number:
                key.Tag('d');
                key.Number(BitConverter.DoubleToInt64Bits(number));
                break;
            case bool flag:
                key.Tag(flag ? 't' : 'f');
                break;
            case string text:
                key.Tag('s');
                key.Text(text);
                break;
            case JsonElement json:
                key.Tag('j');
                key.Bytes(CanonicalJson.Of(json));
                break;
            default:
                throw new InvalidOperationException($"A constant of type {constant.GetType()} has no canonical form.");
        }
    }
}
