using MySpinBot.Core.Planning;

namespace MySpinBot.Core.Manifests;

/// <summary>The manifest of what has not run.</summary>
public static class PlannedManifest
{
    /// <summary>What a run of this plan would rest on, as far as that is known before it.</summary>
    public static RunManifest Of(Plan plan, ManifestGround ground)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(ground);
        return ManifestBuilder.Planned(plan, ground);
    }
}
