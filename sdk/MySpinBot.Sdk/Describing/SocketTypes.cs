namespace MySpinBot.Sdk;

/// <summary>Names of the socket types that the Sdk defines; they are those of ComfyUI where it has them.</summary>
public static class SocketTypes
{
    /// <summary><see cref="Sdk.Image"/>.</summary>
    public const string Image = "IMAGE";

    /// <summary><see cref="Sdk.Mask"/>.</summary>
    public const string Mask = "MASK";

    /// <summary><see cref="Sdk.Audio"/>.</summary>
    public const string Audio = "AUDIO";

    /// <summary><see cref="Sdk.Video"/>.</summary>
    public const string Video = "VIDEO";

    /// <summary><see cref="Sdk.Captions"/>.</summary>
    public const string Captions = "CAPTIONS";

    /// <summary><see cref="string"/>.</summary>
    public const string Text = "STRING";

    /// <summary><see cref="long"/>, <see cref="int"/>; the host carries a long.</summary>
    public const string Int = "INT";

    /// <summary><see cref="double"/>, <see cref="float"/>; the host carries a double.</summary>
    public const string Float = "FLOAT";

    /// <summary><see cref="bool"/>.</summary>
    public const string Boolean = "BOOLEAN";

    /// <summary><see cref="System.Text.Json.JsonElement"/>.</summary>
    public const string Json = "JSON";

    /// <summary><see cref="FileReference"/>.</summary>
    public const string File = "FILE";

    /// <summary>A text out of a list of choices.</summary>
    public const string Choice = "COMBO";

    /// <summary><see cref="object"/>: fits every socket.</summary>
    public const string Any = "*";

    /// <summary>Whether a value of <paramref name="output"/> may flow into <paramref name="input"/>: equal names, a wildcard on either side,
    /// or unions (comma-separated) with a member in common. A choice is a text; an integer may become a float.</summary>
    public static bool Fits(string output, string input)
    {
        if (string.Equals(output, input, StringComparison.Ordinal) || output == Any || input == Any)
        {
            return true;
        }

        foreach (var given in output.Split(','))
        {
            foreach (var wanted in input.Split(','))
            {
                if (given.Trim() == wanted.Trim() || wanted.Trim() == Any || given.Trim() == Any
                    || (given.Trim(), wanted.Trim()) is (Int, Float) or (Text, Choice) or (Choice, Text) or (Text, File))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>As <see cref="Fits"/>, but an integer does not become a float.</summary>
    public static bool FitsExactly(string output, string input)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(input);
        return Fits(Exact(output), Exact(input));

        static string Exact(string types) => string.Join(',', types.Split(',').Select(type => type.Trim() == Int ? "INT only" : type));
    }
}
