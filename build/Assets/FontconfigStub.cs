using System.Buffers.Binary;
using System.Text;

namespace Repeater.Build;

/// <summary>
/// A shared object named libfontconfig.so.1 whose functions all return null. Our Skia is linked to fontconfig but draws only
/// with fonts it is handed; with this in its place no fontconfig need be installed. Written by hand because a build for
/// another processor, or on Windows, has no compiler for it. Format: System V ABI, "Object Files" and "Dynamic Linking".
/// </summary>
static class FontconfigStub
{
    const int FileHeaderLength = 64;
    const int ProgramHeaderLength = 56;
    const int SymbolLength = 24;

    // The largest page size of both processors; a segment's address and file offset agree modulo this.
    const int Alignment = 0x10000;

    enum Machine : ushort
    {
        X64 = 62,
        Arm64 = 183,
    }

    // The undefined symbols of libalphaskianode.node 2.3.120 (those of zlib only on arm64). Those of Node.js belong to the
    // library's other face and those of zlib to its PNG code, neither of which is ever called; with them it loads even
    // where all symbols are bound at once (LD_BIND_NOW).
    static readonly string[] Symbols =
    [
        "FcCharSetAddChar", "FcCharSetCreate", "FcCharSetDestroy", "FcCharSetHasChar", "FcConfigCreate",
        "FcConfigDestroy", "FcConfigGetFonts", "FcConfigGetSysRoot", "FcConfigSubstitute", "FcDefaultSubstitute",
        "FcFontMatch", "FcFontRenderPrepare", "FcFontSetAdd", "FcFontSetCreate", "FcFontSetDestroy",
        "FcFontSetMatch", "FcGetVersion", "FcInitLoadConfigAndFonts", "FcLangSetAdd", "FcLangSetCreate",
        "FcLangSetDestroy", "FcLangSetHasLang", "FcObjectSetBuild", "FcObjectSetDestroy", "FcPatternAddCharSet",
        "FcPatternAddInteger", "FcPatternAddLangSet", "FcPatternAddString", "FcPatternAddWeak", "FcPatternCreate",
        "FcPatternDestroy", "FcPatternDuplicate", "FcPatternEqual", "FcPatternFilter", "FcPatternGet",
        "FcPatternGetBool", "FcPatternGetCharSet", "FcPatternGetInteger", "FcPatternGetLangSet",
        "FcPatternGetMatrix", "FcPatternGetString", "FcPatternReference", "FcPatternRemove", "FcStrCmpIgnoreCase",
        "napi_check_object_type_tag", "napi_create_arraybuffer", "napi_create_double", "napi_create_int32",
        "napi_create_object", "napi_create_string_utf8", "napi_create_uint32", "napi_define_properties",
        "napi_get_arraybuffer_info", "napi_get_boolean", "napi_get_cb_info", "napi_get_undefined",
        "napi_get_value_bool", "napi_get_value_double", "napi_get_value_int32", "napi_get_value_string_utf16",
        "napi_get_value_string_utf8", "napi_get_value_uint32", "napi_is_arraybuffer", "napi_remove_wrap",
        "napi_throw_error", "napi_throw_type_error", "napi_type_tag_object", "napi_typeof", "napi_unwrap",
        "napi_wrap",
        "adler32", "crc32", "deflate", "deflateEnd", "deflateInit2_", "deflateReset", "inflate",
        "inflateEnd", "inflateInit2_", "inflateReset", "inflateReset2", "inflateValidate",
    ];

    public static byte[] ForLinux(bool arm64)
    {
        byte[] code = arm64
            ? [0x00, 0x00, 0x80, 0xD2, 0xC0, 0x03, 0x5F, 0xD6] // mov x0, #0; ret
            : [0x31, 0xC0, 0xC3, 0x90, 0x90, 0x90, 0x90, 0x90]; // xor eax, eax; ret
        var (names, nameOffsets, soname) = NameTable();

        var hash = FileHeaderLength + 4 * ProgramHeaderLength;
        var symbols = Align(hash + 4 * (2 + 1 + Symbols.Length + 1), 8);
        var strings = symbols + SymbolLength * (Symbols.Length + 1);
        var text = Align(strings + names.Length, 16);
        var dynamic = Align(text + code.Length, 16);
        const int dynamicLength = 7 * 16;

        var file = new byte[dynamic + dynamicLength];
        var span = file.AsSpan();
        WriteFileHeader(span, arm64 ? Machine.Arm64 : Machine.X64);

        // Code and tables read-only, the dynamic section writable: the loader stores addresses into it.
        var dynamicAddress = dynamic + Alignment;
        WriteProgramHeader(span, 0, type: 1, flags: 5, offset: 0, address: 0, length: text + code.Length, Alignment);
        WriteProgramHeader(span, 1, type: 1, flags: 6, dynamic, dynamicAddress, dynamicLength, Alignment);
        WriteProgramHeader(span, 2, type: 2, flags: 6, dynamic, dynamicAddress, dynamicLength, 8);
        WriteProgramHeader(span, 3, type: 0x6474E551, flags: 6, 0, 0, 0, 16); // the stack needs no execute permission

        WriteHashTable(span[hash..]);
        WriteSymbols(span[symbols..], nameOffsets, text);
        names.CopyTo(span[strings..]);
        code.CopyTo(span[text..]);
        WriteDynamic(span[dynamic..],
            (14, soname), (4, hash), (5, strings), (6, symbols), (10, names.Length), (11, SymbolLength), (0, 0));
        return file;
    }

    static (byte[] Bytes, int[] Offsets, int Soname) NameTable()
    {
        var bytes = new MemoryStream();
        bytes.WriteByte(0);
        int Add(string name)
        {
            var offset = (int)bytes.Length;
            bytes.Write(Encoding.ASCII.GetBytes(name));
            bytes.WriteByte(0);
            return offset;
        }

        var offsets = Symbols.Select(Add).ToArray();
        var soname = Add("libfontconfig.so.1");
        return (bytes.ToArray(), offsets, soname);
    }

    static void WriteFileHeader(Span<byte> span, Machine machine)
    {
        ReadOnlySpan<byte> ident = [0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1]; // 64 bits, little endian, version 1
        ident.CopyTo(span);
        Write16(span[16..], 3); // shared object
        Write16(span[18..], (ushort)machine);
        Write32(span[20..], 1);
        Write64(span[32..], FileHeaderLength);
        Write16(span[52..], FileHeaderLength);
        Write16(span[54..], ProgramHeaderLength);
        Write16(span[56..], 4);
        Write16(span[58..], 64);
    }

    static void WriteProgramHeader(Span<byte> file, int index, uint type, uint flags, int offset, int address, int length, int align)
    {
        var span = file[(FileHeaderLength + index * ProgramHeaderLength)..];
        Write32(span, type);
        Write32(span[4..], flags);
        Write64(span[8..], offset);
        Write64(span[16..], address);
        Write64(span[24..], address);
        Write64(span[32..], length);
        Write64(span[40..], length);
        Write64(span[48..], align);
    }

    /// <summary>One bucket that chains all symbols: they are looked up once.</summary>
    static void WriteHashTable(Span<byte> span)
    {
        Write32(span, 1);
        Write32(span[4..], (uint)Symbols.Length + 1);
        Write32(span[8..], 1);
        for (var i = 1; i < Symbols.Length; i++)
        {
            Write32(span[(12 + 4 * i)..], (uint)i + 1);
        }
    }

    static void WriteSymbols(Span<byte> span, int[] nameOffsets, int address)
    {
        for (var i = 0; i < nameOffsets.Length; i++)
        {
            var symbol = span[(SymbolLength * (i + 1))..];
            Write32(symbol, (uint)nameOffsets[i]);
            symbol[4] = 0x12; // global function
            Write16(symbol[6..], 1); // defined: any section but "undefined"
            Write64(symbol[8..], address);
            Write64(symbol[16..], 8);
        }
    }

    static void WriteDynamic(Span<byte> span, params ReadOnlySpan<(int Tag, int Value)> entries)
    {
        for (var i = 0; i < entries.Length; i++)
        {
            Write64(span[(16 * i)..], entries[i].Tag);
            Write64(span[(16 * i + 8)..], entries[i].Value);
        }
    }

    static int Align(int value, int to) => (value + to - 1) / to * to;

    static void Write16(Span<byte> span, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(span, value);

    static void Write32(Span<byte> span, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(span, value);

    static void Write64(Span<byte> span, long value) => BinaryPrimitives.WriteInt64LittleEndian(span, value);
}
