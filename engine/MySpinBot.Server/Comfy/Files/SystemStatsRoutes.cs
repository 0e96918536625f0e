using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using MySpinBot.Core.Messages.Working;

namespace MySpinBot.Server.Comfy.Files;

/// <summary><c>/system_stats</c>: the machine, what runs on it, and its devices.</summary>
internal sealed class SystemStatsRoutes(IReadOnlyList<string> commandLine, Func<ImmutableArray<DeviceLedger>> ledger)
{
    /// <summary>The version of ComfyUI whose interface this is.</summary>
    public const string ComfyVersion = "0.33.0";

    private static readonly string Version = typeof(SystemStatsRoutes).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";

    /// <summary>Adds the route.</summary>
    public void Map(IEndpointRouteBuilder routes) => routes.Read("/system_stats", context => ComfyJson.AnswerAsync(context, Write));

    private void Write(Utf8JsonWriter writer)
    {
        var memory = HostMemory.Now();
        writer.WriteStartObject();
        writer.WriteStartObject("system");
        writer.WriteString("os", OperatingSystem.IsWindows() ? "win32" : OperatingSystem.IsMacOS() ? "darwin" : "linux");
        writer.WriteNumber("ram_total", memory.Total);
        writer.WriteNumber("ram_free", memory.Free);
        writer.WriteString("comfyui_version", ComfyVersion);
        writer.WriteNull("required_frontend_version");
        writer.WriteNull("installed_templates_version");
        writer.WriteNull("required_templates_version");
        writer.WriteStartArray("comfy_package_versions");
        writer.WriteEndArray();
        writer.WriteString("python_version", $"none: this is MySpinBot {Version} on .NET {Environment.Version}");
        writer.WriteString("pytorch_version", $"none: this is MySpinBot {Version}");
        writer.WriteBoolean("embedded_python", false);
        writer.WriteString("deploy_environment", "myspinbot");
        writer.WriteStartArray("argv");
        foreach (var argument in commandLine)
        {
            writer.WriteStringValue(argument);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteStartArray("devices");
        WriteDevices(writer, memory);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    // Accelerators first: clients look at the first device.
    private void WriteDevices(Utf8JsonWriter writer, HostMemory memory)
    {
        var devices = ledger() is { IsDefaultOrEmpty: false } known ? known : [];
        foreach (var device in devices.OrderBy(device => device.Device == "cpu"))
        {
            WriteDevice(writer, device.Device, device.Budget, Math.Max(0, device.Budget - device.Held.Sum(held => held.Bytes)));
        }

        if (!devices.Any(device => device.Device == "cpu"))
        {
            WriteDevice(writer, "cpu", memory.Total, memory.Free);
        }
    }

    private static void WriteDevice(Utf8JsonWriter writer, string name, long total, long free)
    {
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        writer.WriteStartObject();
        writer.WriteString("name", name);
        writer.WriteString("type", colon < 0 ? name : name[..colon]);
        if (colon > 0 && int.TryParse(name.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var index))
        {
            writer.WriteNumber("index", index);
        }
        else
        {
            writer.WriteNull("index");
        }

        writer.WriteNumber("vram_total", total);
        writer.WriteNumber("vram_free", free);
        writer.WriteNumber("torch_vram_total", total);
        writer.WriteNumber("torch_vram_free", free);
        writer.WriteEndObject();
    }
}
