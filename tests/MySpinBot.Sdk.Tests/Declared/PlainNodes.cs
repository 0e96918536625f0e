using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace MySpinBot.Sdk.Tests.Declared;

/// <summary>Nodes whose inputs are plain values.</summary>
public static class PlainNodes
{
    private const double Usual = 0.25;

    /// <summary>Every plain value,
    /// required.</summary>
    /// <remarks>First paragraph, with <paramref name="someText"/> and <see cref="JsonElement"/>.<para>Second   paragraph.</para></remarks>
    /// <param name="someText">A text.</param>
    /// <param name="count">A 32-bit number.</param>
    /// <param name="big">A 64-bit number.</param>
    /// <param name="unsigned">An unsigned number.</param>
    /// <param name="ratio">A double.</param>
    /// <param name="single">A float.</param>
    /// <param name="flag">A flag.</param>
    /// <param name="data">Any JSON.</param>
    /// <returns>All of it in <c>one</c> line.</returns>
    [Node("AllPlainValues", Category = "test/plain", Search = "values, plain ,everything")]
    public static string All(string someText, int count, long big, ulong unsigned, double ratio, float single, bool flag, JsonElement data)
        => FormattableString.Invariant($"{someText} {count} {big} {unsigned} {ratio} {single} {flag} {data}");

    /// <summary>Every kind of default.</summary>
    /// <param name="text">Text.</param>
    /// <param name="count">Count.</param>
    /// <param name="big">Big.</param>
    /// <param name="unsigned">Unsigned.</param>
    /// <param name="ratio">Ratio.</param>
    /// <param name="constant">Constant.</param>
    /// <param name="single">Single.</param>
    /// <param name="flag">Flag.</param>
    /// <param name="mode">Mode.</param>
    /// <param name="optional">Optional.</param>
    /// <param name="maybe">Maybe.</param>
    [Node("AllDefaults", Category = "test/plain")]
    public static string Defaults(
        string text = "say \"hello\"\n",
        int count = -3,
        [Range(long.MinValue, long.MaxValue)] long big = long.MinValue,
        ulong unsigned = ulong.MaxValue,
        [Range(-1, 1)] double ratio = -0.5,
        double constant = Usual,
        float single = 0.1f,
        bool flag = true,
        Mode mode = Mode.NearestExact,
        string? optional = null,
        int? maybe = 7)
        => FormattableString.Invariant($"{text}|{count}|{big}|{unsigned}|{ratio}|{constant}|{single}|{flag}|{mode}|{optional ?? "null"}|{maybe}");

    /// <summary>Everything that attributes say.</summary>
    /// <param name="text">Text.</param>
    /// <param name="noiseSeed">Seed.</param>
    /// <param name="cfg">Guidance.</param>
    /// <param name="tint">Colour.</param>
    /// <param name="sampler">One of a list.</param>
    /// <param name="detail">Detail.</param>
    /// <param name="wire">A wire only.</param>
    [Node("AllAttributes", Title = "Attributes, all", Category = "test/plain", Lane = Lane.Io, Slots = 2, Repeatability = Repeatability.SameMachine,
        IsOutput = true, HasEffects = true, Deprecated = "Use AllDefaults.", Experimental = true)]
    public static void Attributed(
        [Input(Multiline = true, Name = "prompt")] string text,
        [Input(Seed = true), Range(0, 18446744073709551615d)] long noiseSeed,
        [Range(0, 100d), Input(Step = 0.1)] float cfg,
        [Input(Color = true)] string tint,
        [Choices("euler", "dpmpp 2m")] string sampler = "euler",
        [Input(Advanced = true)] int detail = 1,
        [Input(SocketOnly = true)] int? wire = null)
    {
    }

    /// <summary>Turns a mode into another.</summary>
    /// <param name="mode">A mode.</param>
    /// <param name="others">More modes.</param>
    /// <param name="sampler">One of a list.</param>
    [Node("NextMode", Category = "test/plain")]
    public static (Mode Next, Mode? None, IReadOnlyList<Mode> Same) Next(Mode mode, IReadOnlyList<Mode>? others = null, [Choices("euler", "heun")] string? sampler = null)
        => ((Mode)(((int)mode + 1) % 3), null, others ?? [mode]);
}

/// <summary>How to scale.</summary>
public enum Mode
{
    Nearest,
    [Choice("nearest-exact")]
    NearestExact,
    Bilinear,
}
