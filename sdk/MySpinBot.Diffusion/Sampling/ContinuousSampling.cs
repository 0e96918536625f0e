using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>Any sigma in a range, with a quarter of its logarithm for the time (Karras et al., table 1, c_noise). The table, for schedules that look one up, is even in the logarithm.</summary>
internal sealed class ContinuousSampling : ModelSampling
{
    private const int TableSize = 1000;

    private readonly float[] _sigmas;

    public ContinuousSampling(SamplingConfig config, ContinuousNoise noise)
        : base(config)
    {
        if (!(noise.SigmaMin > 0 && noise.SigmaMax > noise.SigmaMin && double.IsFinite(noise.SigmaMax)))
        {
            throw new NodeFailure($"Sigmas from {noise.SigmaMin} to {noise.SigmaMax} cannot be; the least is above 0, and the most above the least.");
        }

        _sigmas = Ramp.Even(Math.Log(noise.SigmaMin), Math.Log(noise.SigmaMax), TableSize);
        for (var i = 0; i < _sigmas.Length; i++)
        {
            _sigmas[i] = MathF.Exp(_sigmas[i]);
        }
    }

    public override ReadOnlySpan<float> Table => _sigmas;

    public override float Timestep(float sigma) => 0.25f * MathF.Log(sigma);

    public override float Sigma(float timestep) => MathF.Exp(timestep / 0.25f);

    private protected override float Between(double share)
    {
        var (least, most) = (Math.Log(SigmaMin), Math.Log(SigmaMax));
        return (float)Math.Exp(((most - least) * share) + least);
    }
}
