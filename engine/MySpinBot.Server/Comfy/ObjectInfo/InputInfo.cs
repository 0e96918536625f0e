using System.Globalization;
using System.Text.Json;
using MySpinBot.Sdk;

namespace MySpinBot.Server.Comfy.ObjectInfo;

/// <summary>Writes an input as ComfyUI's clients read it: <c>[type, options]</c>, or <c>[[choices], options]</c>.</summary>
internal static class InputInfo
{
    private static readonly string[] Pictures = [".png", ".jpg"];
    private static readonly string[] Sounds = [".wav", ".mp3", ".flac"];
    private static readonly string[] Films = [".mp4", ".webm"];

    /// <summary>The input's name and what it takes.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="input">The input.</param>
    /// <param name="writeFiles">Writes the names of files that are there now, as a list; the input says of which folder.</param>
    public static void Write(Utf8JsonWriter writer, InputDescriptor input, Action<InputDescriptor> writeFiles)
    {
        writer.WriteStartArray(input.Name);
        if (input.FileFolder is not null)
        {
            writeFiles(input);
        }
        else if (input.Type == SocketTypes.Choice)
        {
            writer.WriteStartArray();
            foreach (var choice in input.Choices)
            {
                writer.WriteStringValue(choice);
            }

            writer.WriteEndArray();
        }
        else
        {
            // A file of no certain folder is named by its path.
            writer.WriteStringValue(input.Type == SocketTypes.File ? SocketTypes.Text : input.Type);
        }

        writer.WriteStartObject();
        WriteOptions(writer, input);
        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    /// <summary>The name of what the host fills in.</summary>
    public static string HiddenName(HiddenValue value) => value switch
    {
        HiddenValue.NodeId => "UNIQUE_ID",
        HiddenValue.Prompt => "PROMPT",
        _ => "EXTRA_PNGINFO",
    };

    private static void WriteOptions(Utf8JsonWriter writer, InputDescriptor input)
    {
        WriteDefault(writer, input);
        WriteLimit(writer, "min", input.Min ?? SeedLimit(input, 0), input.Type);
        WriteLimit(writer, "max", input.Max ?? SeedLimit(input, ulong.MaxValue), input.Type);
        WriteLimit(writer, "step", input.Step, input.Type);
        WriteText(writer, "tooltip", input.Description);
        WriteFlag(writer, "multiline", input.IsMultiline);
        WriteFlag(writer, "control_after_generate", input.IsSeed);
        WriteFlag(writer, "forceInput", input.IsSocketOnly && HasField(input));
        WriteFlag(writer, "lazy", input.IsLazy);
        WriteFlag(writer, "rawLink", input.IsRawLink);
        WriteFlag(writer, "advanced", input.IsAdvanced);
        WriteFlag(writer, "color", input.IsColor);
        if (input.FileFolder is "input")
        {
            WriteFlag(writer, UploadOf(input), true);
        }
    }

    private static void WriteDefault(Utf8JsonWriter writer, InputDescriptor input)
    {
        switch (input.Default)
        {
            case null:
                break;
            case bool value:
                writer.WriteBoolean("default", value);
                break;
            case string value when HasField(input) || input.Type == SocketTypes.File:
                writer.WriteString("default", value);
                break;
            case string json:
                writer.WritePropertyName("default");
                writer.WriteRawValue(json);
                break;
            case IConvertible number:
                writer.WritePropertyName("default");
                writer.WriteRawValue(input.Type == SocketTypes.Float ? Float(number.ToDouble(CultureInfo.InvariantCulture)) : number.ToString(CultureInfo.InvariantCulture), skipInputValidation: true);
                break;
        }
    }

    private static void WriteLimit(Utf8JsonWriter writer, string name, double? limit, string type)
    {
        if (limit is { } value && double.IsFinite(value))
        {
            writer.WritePropertyName(name);
            writer.WriteRawValue(type == SocketTypes.Int ? Integer(value) : Float(value), skipInputValidation: true);
        }
    }

    // ComfyUI's editor lets a field without limits go from 0 to 2048. What steps like a seed under another name may be negative.
    private static double? SeedLimit(InputDescriptor input, double limit)
        => input.IsSeed && input is { Min: null, Max: null } && input.Name.EndsWith("seed", StringComparison.Ordinal) ? limit : null;

    private static void WriteFlag(Utf8JsonWriter writer, string name, bool value)
    {
        if (value)
        {
            writer.WriteBoolean(name, true);
        }
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string text)
    {
        if (text.Length > 0)
        {
            writer.WriteString(name, text);
        }
    }

    private static bool HasField(InputDescriptor input)
        => input.Type is SocketTypes.Text or SocketTypes.Int or SocketTypes.Float or SocketTypes.Boolean or SocketTypes.Choice || input.Type.Contains(',', StringComparison.Ordinal) || input.FileFolder is not null;

    // Python's clients tell whole numbers from others.
    private static string Float(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().ContainsAny('.', 'E') ? text : text + ".0";
    }

    // A limit is a double, in which the largest numbers are rounded up by one.
    private static string Integer(double value) => value switch
    {
        >= 18446744073709551615.0 => "18446744073709551615",
        >= 9223372036854775807.0 => value < 9223372036854777856.0 ? "9223372036854775807" : ((ulong)value).ToString(CultureInfo.InvariantCulture),
        <= -9223372036854775808.0 => "-9223372036854775808",
        _ => Math.Floor(value) == value ? ((long)value).ToString(CultureInfo.InvariantCulture) : value.ToString("R", CultureInfo.InvariantCulture),
    };

    private static string UploadOf(InputDescriptor input)
        => input.FileExtensions.Any(Pictures.Contains) ? "image_upload"
            : input.FileExtensions.Any(Sounds.Contains) ? "audio_upload"
            : input.FileExtensions.Any(Films.Contains) ? "video_upload"
            : "file_upload";
}
