using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Win32.SafeHandles;

namespace MySpinBot.Server.Weights.Heads;

/// <summary>The outermost fields of an ONNX file, which is a protobuf message without an end of its own: where its last field runs past the end of the file, something is missing.</summary>
internal static class OnnxOutline
{
    private const string Format = "onnx";
    private const int MostFields = 100_000;
    private const int LongestShown = 200;

    // Of ModelProto (onnx/onnx.proto); the texts are shown.
    private static readonly Dictionary<ulong, string> Names = new()
    {
        [1] = "ir_version", [2] = "producer_name", [3] = "producer_version", [4] = "domain", [5] = "model_version", [6] = "doc_string",
        [7] = "graph", [8] = "opset_import", [14] = "metadata_props", [20] = "training_info", [25] = "functions", [26] = "configuration",
    };

    /// <summary>What is said, and whether all bytes are there.</summary>
    public static WeightFacts Look(SafeFileHandle file, long length)
    {
        var shown = new JsonObject();
        var (at, hasGraph) = (0L, false);
        for (var fields = 0; at < length; fields++)
        {
            if (fields == MostFields || !TryVarint(file, ref at, out var tag) || !Names.TryGetValue(tag >> 3, out var name))
            {
                return WeightFacts.Damaged(Format, "The file is no ONNX model, or is damaged.");
            }

            hasGraph |= name == "graph";
            if ((tag & 7) == 0 && TryVarint(file, ref at, out var number))
            {
                shown[name] = number;
            }
            else if ((tag & 7) == 2 && TryVarint(file, ref at, out var size))
            {
                if (size > (ulong)(length - at))
                {
                    return WeightFacts.Damaged(Format, $"The file ends {size - (ulong)(length - at)} bytes too early: it was not downloaded to its end.");
                }

                if (tag >> 3 is 2 or 3 or 4 && size is > 0 and <= LongestShown)
                {
                    shown[name] = Text(file, at, (int)size);
                }

                at += (long)size;
            }
            else
            {
                return WeightFacts.Damaged(Format, "The file is no ONNX model, or is damaged.");
            }
        }

        return hasGraph ? new WeightFacts { Format = Format, Metadata = JsonSerializer.SerializeToElement(shown) } : WeightFacts.Damaged(Format, "The file has no graph: it is no ONNX model, or was not downloaded to its end.");
    }

    private static string Text(SafeFileHandle file, long at, int size)
    {
        Span<byte> bytes = stackalloc byte[LongestShown];
        return Encoding.UTF8.GetString(bytes[..WeightHead.Fill(file, bytes[..size], at)]);
    }

    private static bool TryVarint(SafeFileHandle file, ref long at, out ulong value)
    {
        Span<byte> bytes = stackalloc byte[10];
        var read = WeightHead.Fill(file, bytes, at);
        value = 0;
        for (var i = 0; i < read; i++)
        {
            value |= (ulong)(bytes[i] & 0x7F) << (7 * i);
            if ((bytes[i] & 0x80) == 0)
            {
                at += i + 1;
                return true;
            }
        }

        return false;
    }
}
