using System.Globalization;
using System.Text.RegularExpressions;

namespace MySpinBot.Diffusion;

/// <summary>Where the blocks of a UNet in the names of the original repositories (latent-diffusion, generative-models) stand in diffusers' names. Those number all blocks through, and these count them by level: a level ends
/// with the block that changes the size, so that is looked for; nothing is assumed about how many levels there are and how many blocks each has.</summary>
internal sealed partial class LdmBlocks
{
    private readonly Dictionary<string, string> _modules = new(StringComparer.Ordinal);

    /// <param name="names">Names of the UNet's weights, without what stands before <c>input_blocks</c>.</param>
    public LdmBlocks(IEnumerable<string> names)
    {
        var parts = names.Select(name => Part().Match(name)).Where(match => match.Success)
            .GroupBy(match => match.Groups["module"].Value, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Any(match => match.Groups["first"].Value is "op" or "conv"), StringComparer.Ordinal);
        Down(parts);
        Middle(parts);
        Up(parts);
    }

    /// <summary>A weight's module in diffusers' names and what is left of its name: <c>input_blocks.4.1.norm.weight</c> is <c>down_blocks.1.attentions.0</c> and <c>norm.weight</c>. Null where it belongs to no block.</summary>
    public (string Module, string Within)? Find(string name)
        => Part().Match(name) is { Success: true } match && _modules.TryGetValue(match.Groups["module"].Value, out var module) ? (module, name[(match.Groups["module"].Length + 1)..]) : null;

    // The first is the convolution before all levels. Each other is a residual block at 0 and maybe a transformer at 1, or a step to the next level at 0.
    private void Down(Dictionary<string, bool> parts)
    {
        var (level, pair) = (0, 0);
        for (var block = 1; parts.TryGetValue(Name("input_blocks", block, 0), out var isStep); block++)
        {
            if (isStep)
            {
                _modules[Name("input_blocks", block, 0)] = Name("down_blocks", level++, "downsamplers", 0);
                pair = 0;
                continue;
            }

            _modules[Name("input_blocks", block, 0)] = Name("down_blocks", level, "resnets", pair);
            _modules[Name("input_blocks", block, 1)] = Name("down_blocks", level, "attentions", pair++);
        }
    }

    // Residual blocks and transformers take turns.
    private void Middle(Dictionary<string, bool> parts)
    {
        for (var part = 0; parts.ContainsKey(Middle(part)); part++)
        {
            _modules[Middle(part)] = string.Create(CultureInfo.InvariantCulture, $"mid_block.{(part % 2 == 0 ? "resnets" : "attentions")}.{part / 2}");
        }

        static string Middle(int part) => string.Create(CultureInfo.InvariantCulture, $"middle_block.{part}");
    }

    // A residual block at 0, maybe a transformer behind it, and behind both, in the last of a level, the step to the next.
    private void Up(Dictionary<string, bool> parts)
    {
        var (level, pair) = (0, 0);
        for (var block = 0; parts.ContainsKey(Name("output_blocks", block, 0)); block++)
        {
            _modules[Name("output_blocks", block, 0)] = Name("up_blocks", level, "resnets", pair);
            var isLast = false;
            for (var part = 1; parts.TryGetValue(Name("output_blocks", block, part), out var isStep); part++)
            {
                isLast |= isStep;
                _modules[Name("output_blocks", block, part)] = isStep ? Name("up_blocks", level, "upsamplers", 0) : Name("up_blocks", level, "attentions", pair);
            }

            (level, pair) = isLast ? (level + 1, 0) : (level, pair + 1);
        }
    }

    private static string Name(string blocks, int block, int part) => string.Create(CultureInfo.InvariantCulture, $"{blocks}.{block}.{part}");

    private static string Name(string blocks, int block, string list, int part) => string.Create(CultureInfo.InvariantCulture, $"{blocks}.{block}.{list}.{part}");

    [GeneratedRegex(@"^(?<module>(?:(?:input|output)_blocks\.\d{1,4}|middle_block)\.\d{1,4})\.(?<first>[^.]+)\.")]
    private static partial Regex Part();
}
