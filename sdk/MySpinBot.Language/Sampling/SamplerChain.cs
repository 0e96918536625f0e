using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>llama.cpp's samplers for a request's numbers, in llama.cpp's order: penalties, DRY, top-k, typical, top-p, min-p, temperature, the choice.
/// Mirostat stands in place of those that limit. Samplers that would change nothing are left out.</summary>
internal static unsafe class SamplerChain
{
    private const double UsualTemperature = 0.8;
    private const int UsualTopK = 40;
    private const double UsualTopP = 0.95;
    private const double UsualMinP = 0.05;
    private const int UsualWindow = 64;

    // Below it even logits that lie a thousandth apart leave no doubt, and logits are divided by it: much below they would be infinite.
    private const double LeastTemperature = 1e-5;

    // Of Mirostat 1: how many of the likeliest tokens its estimate is made of.
    private const int MirostatTokens = 100;

    /// <summary>Whether the likeliest token is chosen each time.</summary>
    public static bool IsGreedy(TextSampling sampling) => sampling.Temperature < LeastTemperature;

    /// <summary>Whether what was written before changes what is chosen.</summary>
    public static bool HasMemory(TextSampling sampling)
        => (sampling.RepetitionPenalty ?? 1) != 1 || (sampling.FrequencyPenalty ?? 0) != 0 || (sampling.PresencePenalty ?? 0) != 0 || sampling.Dry is { Multiplier: > 0 };

    /// <summary>How many tokens back that is.</summary>
    public static int LooksBack(TextSampling sampling, int context)
        => Math.Max(Window(sampling.PenaltyWindow ?? UsualWindow, context), sampling.Dry is { Multiplier: > 0 } dry ? Window(dry.Window, context) : 0);

    /// <summary>The chain, or null where nothing comes before the choice of the likeliest.</summary>
    /// <param name="sampling">Checked numbers.</param>
    /// <param name="vocabulary">The native vocabulary.</param>
    /// <param name="tokenCount">Its tokens.</param>
    /// <param name="context">Tokens that a sequence may have: as far as penalties can look back.</param>
    public static SamplerHandle? Make(TextSampling sampling, nint vocabulary, int tokenCount, int context)
    {
        var chain = LlamaNative.NewChain(LlamaNative.DefaultChainParams() with { MeasuresNothing = 1 });
        try
        {
            Penalise(chain, sampling, vocabulary, tokenCount, context);
            if (!IsGreedy(sampling))
            {
                Choose(chain, sampling, tokenCount);
            }
            else if (LlamaNative.ChainLength(chain) == 0)
            {
                chain.Dispose();
                return null;
            }
            else
            {
                chain.Add(LlamaNative.NewGreedy());
            }

            return chain;
        }
        catch
        {
            chain.Dispose();
            throw;
        }
    }

    /// <summary>A seed of 32 bits, as llama.cpp takes it: those that fit are themselves. The largest would be "any" to it, and is another one.</summary>
    public static uint Seed(long? seed)
    {
        var folded = seed is { } given ? unchecked((uint)(given >= 0 ? given ^ (given >> 32) : given ^ (~given >> 32))) : BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(4));
        return folded == uint.MaxValue ? 0x9E3779B9 : folded;
    }

    private static void Penalise(SamplerHandle chain, TextSampling sampling, nint vocabulary, int tokenCount, int context)
    {
        var (repetition, frequency, presence) = (sampling.RepetitionPenalty ?? 1, sampling.FrequencyPenalty ?? 0, sampling.PresencePenalty ?? 0);
        var window = Window(sampling.PenaltyWindow ?? UsualWindow, context);
        if ((repetition != 1 || frequency != 0 || presence != 0) && window > 0)
        {
            chain.Add(LlamaNative.NewPenalties(tokenCount, window, (float)repetition, (float)frequency, (float)presence));
        }

        if (sampling.Dry is { Multiplier: > 0 } dry && Window(dry.Window, context) is > 0 and var dryWindow)
        {
            AddDry(chain, dry, vocabulary, dryWindow);
        }
    }

    private static void Choose(SamplerHandle chain, TextSampling sampling, int tokenCount)
    {
        var (seed, temperature) = (Seed(sampling.Seed), (float)(sampling.Temperature ?? UsualTemperature));
        if (sampling.Mirostat is { } mirostat)
        {
            chain.Add(LlamaNative.NewTemperature(temperature));
            chain.Add(mirostat.Version == 1
                ? LlamaNative.NewMirostat(tokenCount, seed, (float)mirostat.Tau, (float)mirostat.Eta, MirostatTokens)
                : LlamaNative.NewMirostat2(seed, (float)mirostat.Tau, (float)mirostat.Eta));
            return;
        }

        if ((sampling.TopK ?? UsualTopK) is > 0 and var k)
        {
            chain.Add(LlamaNative.NewTopK(k));
        }

        if (sampling.TypicalP is < 1 and var typical)
        {
            chain.Add(LlamaNative.NewTypical((float)typical, 1));
        }

        if ((sampling.TopP ?? UsualTopP) is < 1 and var p)
        {
            chain.Add(LlamaNative.NewTopP((float)p, 1));
        }

        if ((sampling.MinP ?? UsualMinP) is > 0 and var least)
        {
            chain.Add(LlamaNative.NewMinP((float)least, 1));
        }

        chain.Add(LlamaNative.NewTemperature(temperature));
        chain.Add(LlamaNative.NewDistribution(seed));
    }

    private static void AddDry(SamplerHandle chain, DryPenalty dry, nint vocabulary, int window)
    {
        byte[][] texts = [.. dry.Breakers.Where(text => text.Length > 0).Select(text => Encoding.UTF8.GetBytes($"{text.Replace("\0", "", StringComparison.Ordinal)}\0"))];
        var pins = Array.ConvertAll(texts, text => GCHandle.Alloc(text, GCHandleType.Pinned));
        try
        {
            var pointers = Array.ConvertAll(pins, pin => pin.AddrOfPinnedObject());
            fixed (nint* first = pointers)
            {
                chain.Add(LlamaNative.NewDry(vocabulary, (float)dry.Multiplier, (float)dry.Base, dry.AllowedLength, window, (byte**)first, (nuint)pointers.Length));
            }
        }
        finally
        {
            Array.ForEach(pins, pin => pin.Free());
        }
    }

    private static int Window(int asked, int context) => asked < 0 ? context : Math.Min(asked, context);
}
